import { afterEach, describe, expect, it } from "vitest";
import { createCluster } from "@/lib/server/clusters/create-cluster";
import { findConnection } from "@/lib/server/clusters/find-connection";
import { listActiveClusters } from "@/lib/server/clusters/list-active-clusters";
import { readConnections } from "@/lib/server/clusters/read-connections";
import { removeCluster } from "@/lib/server/clusters/remove-cluster";
import { updateCluster } from "@/lib/server/clusters/update-cluster";
import { prisma } from "@/lib/server/db/prisma";
import { readClusterRows } from "@/lib/server/live/read-cluster-rows";
import { updateSettings } from "@/lib/server/settings/update-settings";
import { aViewer } from "@/tests/support/a-viewer";
import { useTestDatabase } from "@/tests/support/database";

useTestDatabase();
process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");

const viewer = aViewer();
const FINGERPRINT = Array.from({ length: 32 }, () => "AB").join(":");

type Input = Parameters<typeof createCluster>[1];

function anInput(rest: Partial<Input> = {}): Input {
  return {
    name: "prod",
    endpoints: [
      anEndpoint("pve1.example.org"),
      anEndpoint("pve2.example.org"),
      anEndpoint("pve3.example.org"),
    ],
    tokenId: "evenkeel@pve!monitor",
    tokenSecret: "12345678-1234-1234-1234-1234567890ab",
    tlsPolicy: "fingerprint",
    caCertificate: null,
    intervalSeconds: null,
    paused: false,
    ...rest,
  };
}

function anEndpoint(host: string): Input["endpoints"][number] {
  return { host, port: 8006, fingerprint: FINGERPRINT };
}

const hostsOf = (endpoints: readonly { readonly host: string }[]) => endpoints.map(({ host }) => host);
const intervals = async () =>
  Object.fromEntries((await listActiveClusters()).map(({ id, intervalSeconds }) => [id, intervalSeconds]));

afterEach(async () => {
  await prisma.setting.deleteMany();
  await prisma.cluster.deleteMany();
  // Settings are remembered for a moment; the next test begins without any.
  await updateSettings(viewer, { values: { "collection.preset": null } });
});

describe("endpoints", () => {
  it("are tried in the order in which they were put, without the secret being typed again", async () => {
    const { id } = await createCluster(viewer, anInput());
    const order = ["pve3.example.org", "pve1.example.org", "pve2.example.org"];

    await updateCluster(viewer, id, anInput({ endpoints: order.map(anEndpoint), tokenSecret: "" }));

    const [shown] = await readConnections(viewer);
    expect(hostsOf(shown?.endpoints ?? [])).toEqual(order);
    expect(hostsOf((await findConnection(id))?.connection.endpoints ?? [])).toEqual(order);
  });
});

describe("a collection preset", () => {
  it("applies to one cluster, gives way to the connection's own interval, and goes away again", async () => {
    const { id: large } = await createCluster(viewer, anInput());
    const { id: usual } = await createCluster(viewer, anInput({ name: "usual" }));
    const { id: own } = await createCluster(viewer, anInput({ name: "own", intervalSeconds: 15 }));
    const choose = (cluster: string, preset: string | null) =>
      updateSettings(viewer, { cluster, values: { "collection.preset": preset } });

    await choose(large, "large");
    await choose(own, "large");
    expect(await intervals()).toEqual({ [large]: 30, [usual]: 10, [own]: 15 });
    const shown = (await readClusterRows(viewer)).map(({ id, intervalSeconds }) => [id, intervalSeconds]);
    expect(Object.fromEntries(shown)).toEqual({ [large]: 30, [usual]: 10, [own]: 15 });

    await choose(large, null);
    expect(await intervals()).toMatchObject({ [large]: 10 });
  });

  it("for all clusters leaves those alone that have values of their own", async () => {
    const { id: one } = await createCluster(viewer, anInput());
    const { id: other } = await createCluster(viewer, anInput({ name: "other" }));

    await updateSettings(viewer, { values: { "collection.preset": "large" } });
    await updateSettings(viewer, {
      cluster: other,
      values: { "collection.preset": "own", "collection.intervalSeconds": 20 },
    });

    expect(await intervals()).toEqual({ [one]: 30, [other]: 20 });
  });
});

describe("a paused cluster", () => {
  it("is not read until it is resumed, and keeps the moment since when", async () => {
    const { id } = await createCluster(viewer, anInput());

    await updateCluster(viewer, id, anInput({ tokenSecret: "", paused: true }));
    const since = (await prisma.cluster.findUniqueOrThrow({ where: { id } })).pausedAt;
    await updateCluster(viewer, id, anInput({ name: "renamed", tokenSecret: "", paused: true }));

    expect(since).not.toBeNull();
    expect((await prisma.cluster.findUniqueOrThrow({ where: { id } })).pausedAt).toEqual(since);
    expect(await listActiveClusters()).toEqual([]);
    expect((await readConnections(viewer))[0]).toMatchObject({ paused: true });

    await updateCluster(viewer, id, anInput({ tokenSecret: "" }));
    expect((await listActiveClusters()).map((cluster) => cluster.id)).toEqual([id]);
  });
});

describe("a cluster of the environment", () => {
  it("is read-only here, but for how often it is read", async () => {
    const { id } = await createCluster(viewer, anInput());
    await prisma.cluster.update({ where: { id }, data: { source: "environment", sourceKey: "node-1" } });

    await expect(updateCluster(viewer, id, anInput({ name: "mine", tokenSecret: "" }))).rejects.toThrow(
      /environment/,
    );
    await expect(removeCluster(viewer, id)).rejects.toThrow(/environment/);
    await updateSettings(viewer, { cluster: id, values: { "collection.preset": "small" } });

    expect((await readConnections(viewer))[0]).toMatchObject({ name: "prod", source: "environment" });
    expect(await intervals()).toEqual({ [id]: 5 });
  });
});
