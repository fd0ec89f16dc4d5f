import { afterEach, describe, expect, it } from "vitest";
import { createCluster } from "@/lib/server/clusters/create-cluster";
import { findConnection } from "@/lib/server/clusters/find-connection";
import { removeCluster } from "@/lib/server/clusters/remove-cluster";
import { synchroniseEnvironmentClusters } from "@/lib/server/clusters/synchronise-environment-clusters";
import { prisma } from "@/lib/server/db/prisma";
import { aViewer } from "@/tests/support/a-viewer";
import { useTestDatabase } from "@/tests/support/database";

useTestDatabase();
process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");

const SECRET = "12345678-1234-1234-1234-1234567890ab";
const OTHER_SECRET = "12345678-1234-1234-1234-1234567890ff";
const FINGERPRINT = Array.from({ length: 32 }, () => "AB").join(":");
const DEMO = {
  EVENKEEL_DEMO_URL: "https://127.0.0.1:18006/api2/json",
  EVENKEEL_DEMO_FINGERPRINT: FINGERPRINT,
  EVENKEEL_DEMO_TOKEN: `evenkeel@pve!demo=${SECRET}`,
};

afterEach(async () => {
  for (const name of Object.keys(process.env))
    if (/^(PROXMOX_|EVENKEEL_DEMO)/.test(name)) delete process.env[name];
  await prisma.cluster.deleteMany();
});

async function synchroniseWith(variables: Readonly<Record<string, string>>) {
  for (const name of Object.keys(process.env))
    if (/^(PROXMOX_|EVENKEEL_DEMO)/.test(name)) delete process.env[name];
  Object.assign(process.env, variables);
  await synchroniseEnvironmentClusters();
  return prisma.cluster.findMany({
    where: { removedAt: null },
    include: { endpoints: { orderBy: { position: "asc" } } },
    orderBy: { name: "asc" },
  });
}

function node(number: number, host: string, secret = SECRET, rest: Readonly<Record<string, string>> = {}) {
  const group = {
    NAME: `node ${number}`,
    HOST: host,
    TOKEN_ID: "evenkeel@pve!monitor",
    TOKEN_SECRET: secret,
    ...rest,
  };
  return Object.fromEntries(
    Object.entries(group).map(([key, value]) => [`PROXMOX_NODE_${number}_${key}`, value]),
  );
}

describe("synchroniseEnvironmentClusters", () => {
  it("makes one cluster of the nodes that share a token, and another for another token", async () => {
    const clusters = await synchroniseWith({
      ...node(1, "pve1.example.org"),
      ...node(2, "pve2.example.org:8007"),
      ...node(3, "elsewhere.example.org", OTHER_SECRET, { FINGERPRINT }),
    });

    expect(
      clusters.map(({ name, tlsPolicy, endpoints }) => [
        name,
        tlsPolicy,
        endpoints.map(({ host, port }) => `${host}:${port}`),
      ]),
    ).toEqual([
      ["node 1", "system", ["pve1.example.org:8006", "pve2.example.org:8007"]],
      ["node 3", "fingerprint", ["elsewhere.example.org:8006"]],
    ]);
  });

  it("takes the variables of a single host, and leaves the certificate unchecked only when told to", async () => {
    const variables = {
      PROXMOX_HOST: "pve.example.org",
      PROXMOX_USER: "evenkeel@pve",
      PROXMOX_TOKEN_NAME: "monitor",
      PROXMOX_TOKEN_VALUE: SECRET,
      PROXMOX_VERIFY_SSL: "false",
    };
    const [cluster] = await synchroniseWith(variables);

    expect(cluster).toMatchObject({
      tokenId: "evenkeel@pve!monitor",
      tlsPolicy: "insecure",
      source: "environment",
    });
    expect((await synchroniseWith({ ...variables, PROXMOX_VERIFY_SSL: "true" }))[0]).toMatchObject({
      id: cluster?.id,
      tlsPolicy: "system",
    });
  });

  it("removes what is no longer there, and brings the same cluster back with its variables", async () => {
    const [before] = await synchroniseWith(node(1, "pve1.example.org"));
    const without = await synchroniseWith({});
    const [after] = await synchroniseWith(node(1, "pve1.example.org"));

    expect(without).toEqual([]);
    expect(after).toMatchObject({ id: before?.id, name: "node 1" });
    expect((await findConnection(after?.id ?? ""))?.connection.tokenSecret).toBe(SECRET);
  });

  it("writes nothing when nothing changed", async () => {
    const [before] = await synchroniseWith(node(1, "pve1.example.org"));
    const entries = await prisma.auditEntry.count();
    const [after] = await synchroniseWith(node(1, "pve1.example.org"));

    expect(after?.updatedAt).toEqual(before?.updatedAt);
    expect(await prisma.auditEntry.count()).toBe(entries);
  });

  it("goes on with the others when one group cannot be used", async () => {
    const clusters = await synchroniseWith({
      ...node(1, "https://pve1/"),
      ...node(2, "pve2.example.org", OTHER_SECRET),
    });

    expect(clusters.map(({ name }) => name)).toEqual(["node 2"]);
  });

  it("lets the console change none of them", async () => {
    const [cluster] = await synchroniseWith(node(1, "pve1.example.org"));

    await expect(removeCluster(aViewer(), cluster?.id ?? "")).rejects.toThrow(/PROXMOX_NODE_1_…/);
  });

  it("shows the demo while there is nothing else, follows its port and takes it away for a real cluster", async () => {
    const [demo] = await synchroniseWith(DEMO);
    const [moved] = await synchroniseWith({ ...DEMO, EVENKEEL_DEMO_URL: "https://127.0.0.1:18007/" });
    await createCluster(aViewer(), {
      name: "real",
      endpoints: [{ host: "pve1.example.org", port: 8006, fingerprint: FINGERPRINT }],
      tokenId: "evenkeel@pve!monitor",
      tokenSecret: SECRET,
      tlsPolicy: "fingerprint",
      caCertificate: null,
      intervalSeconds: null,
      paused: false,
    });

    expect(demo).toMatchObject({ name: "Demo", source: "demo", tlsPolicy: "fingerprint" });
    expect(moved).toMatchObject({ id: demo?.id, endpoints: [{ port: 18007 }] });
    expect((await synchroniseWith(DEMO)).map(({ name }) => name)).toEqual(["real"]);
    expect((await synchroniseWith({ ...DEMO, EVENKEEL_DEMO: "on" })).map(({ name }) => name)).toEqual([
      "Demo",
      "real",
    ]);
  });
});
