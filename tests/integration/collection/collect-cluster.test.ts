import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCluster } from "@/lib/server/clusters/create-cluster";
import { collectCluster } from "@/lib/server/collection/collect-cluster";
import { forgetIdentities } from "@/lib/server/collection/identity/identify-objects";
import { readEvents } from "@/lib/server/collection/read-events";
import { pool } from "@/lib/server/db/pool";
import { readClusterRows } from "@/lib/server/live/read-cluster-rows";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import { readingCache } from "@/lib/server/live/stored-reading";
import { aViewer } from "@/tests/support/a-viewer";
import { useTestDatabase } from "@/tests/support/database";
import { answerJson, makeCertificate, startHttpsServer } from "@/tests/support/https-server";
import { startTestSimulator, type TestSimulator } from "@/tests/support/simulator";

useTestDatabase();
process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");

const viewer = aViewer();
const GIB = 1024 ** 3;
const SCENARIO = {
  version: 1 as const,
  name: "test",
  pve: "9.1" as const,
  nodes: ["pve1", "pve2", "pve3"].map((name) => ({ name, cores: 16, memory: 64 * GIB })),
  storages: [
    {
      id: "ceph",
      type: "rbd",
      shared: true,
      content: ["images", "rootdir"],
      total: 1024 * GIB,
      used: 100 * GIB,
    },
  ],
  guests: [100, 101, 102, 103].map((vmid, index) => ({
    vmid,
    name: `guest-${vmid}`,
    type: index === 3 ? ("lxc" as const) : ("qemu" as const),
    node: `pve${(index % 3) + 1}`,
    status: "running" as const,
    cores: 2,
    memory: 2 * GIB,
    cpuUsed: 0.5,
    memoryUsed: GIB,
    disks: [{ key: index === 3 ? "rootfs" : "scsi0", storage: "ceph", size: 8 * GIB }],
  })),
};

let simulator: TestSimulator;
let clusterId: string;
let names = 0;

beforeAll(async () => {
  simulator = await startTestSimulator(SCENARIO);
  clusterId = await connectTo(simulator);
});

afterAll(() => simulator.stop());

async function connectTo(
  target: Pick<TestSimulator, "port" | "fingerprint" | "tokenId" | "tokenSecret">,
  rest: { tlsPolicy?: "fingerprint" | "system" | "custom_ca"; caCertificate?: string } = {},
): Promise<string> {
  names += 1;
  const { id } = await createCluster(viewer, {
    name: `cluster ${names}`,
    endpoints: [{ host: "127.0.0.1", port: target.port, fingerprint: target.fingerprint }],
    tokenId: target.tokenId,
    tokenSecret: target.tokenSecret,
    tlsPolicy: rest.tlsPolicy ?? "fingerprint",
    caCertificate: rest.caCertificate ?? null,
    intervalSeconds: 5,
    paused: false,
  });
  return id;
}

const collect = (id = clusterId) => collectCluster(id, { force: true });
const stateOf = async (id: string) => (await readClusterRows(viewer)).find((row) => row.id === id);
const snapshotOf = async (id: string) => {
  const stored = await readSnapshot(id);
  if (!stored) throw new Error("no snapshot is stored");
  return stored;
};

describe("collectCluster", () => {
  it("stores a reading with every object named and every node scored", async () => {
    const outcome = await collect();
    const { snapshot, scores } = await snapshotOf(clusterId);

    expect(outcome).toMatchObject({ outcome: "stored", historyGap: true });
    expect(snapshot.nodes.map(({ name, status }) => [name, status])).toEqual([
      ["pve1", "online"],
      ["pve2", "online"],
      ["pve3", "online"],
    ]);
    expect(snapshot.guests.map(({ vmid }) => vmid)).toEqual([100, 101, 102, 103]);
    expect(snapshot.storages.map(({ name, node }) => [name, node])).toEqual(
      expect.arrayContaining([["ceph", null]]),
    );
    const numbers = [...snapshot.nodes, ...snapshot.guests].map(({ objectId }) => objectId);
    expect(numbers.every((number) => Number.isInteger(number))).toBe(true);
    expect(Object.keys(scores.nodes)).toEqual(["pve1", "pve2", "pve3"]);
    expect(snapshot.problems).toEqual([]);
  });

  it("is not due again before the interval is over", async () => {
    await collect();

    expect((await collectCluster(clusterId)).outcome).toBe("not-due");
  });

  it("reads once when several callers come at the same time", async () => {
    await pool().query("DELETE FROM metrics.snapshot");
    simulator.resetCalls();

    const outcomes = await Promise.all(Array.from({ length: 5 }, () => collectCluster(clusterId)));

    expect(outcomes.filter(({ outcome }) => outcome === "stored")).toHaveLength(1);
    expect(outcomes.every(({ outcome }) => ["stored", "locked", "not-due"].includes(outcome))).toBe(true);
    expect(simulator.calls().calls["GET /cluster/resources"]).toBe(1);
  });

  it("keeps a guest's number when it moves, and tells of the move once", async () => {
    await collect();
    const before = (await snapshotOf(clusterId)).snapshot.guests.find(({ vmid }) => vmid === 100);

    await simulator.post({ do: "manual-migration", vmid: 100, target: "pve2" });
    await expect
      .poll(
        async () => {
          simulator.advance(30);
          await collect();
          return (await snapshotOf(clusterId)).snapshot.guests.find(({ vmid }) => vmid === 100)?.node;
        },
        { timeout: 20_000 },
      )
      .toBe("pve2");

    const after = (await snapshotOf(clusterId)).snapshot.guests.find(({ vmid }) => vmid === 100);
    const { rows } = await readEvents(viewer, { limit: 100, cluster: clusterId, vmid: 100 });
    expect(after?.objectId).toBe(before?.objectId);
    expect(rows.filter(({ kind }) => kind === "guest-moved")).toHaveLength(1);
  });

  it("gives a re-used VMID another number", async () => {
    await collect();
    const before = (await snapshotOf(clusterId)).snapshot.guests.find(({ vmid }) => vmid === 101);
    expect(before?.creationMark).toMatch(/^(ctime|vmgenid)=/);

    await simulator.post({ do: "guest-destroy", vmid: 101 });
    simulator.advance(60);
    await simulator.post({ do: "guest-create", guest: { ...SCENARIO.guests[1], name: "another" } });
    simulator.advance(60);
    await collect();
    await collect();

    const after = (await snapshotOf(clusterId)).snapshot.guests.find(({ vmid }) => vmid === 101);
    expect(after?.name).toBe("another");
    expect(after?.objectId).not.toBe(before?.objectId);
  });

  it("names everything the same after a restart", async () => {
    await collect();
    const before = (await snapshotOf(clusterId)).snapshot.guests.map(({ vmid, objectId }) => [
      vmid,
      objectId,
    ]);

    forgetIdentities();
    readingCache().clear();
    await pool().query("DELETE FROM metrics.snapshot");
    await collect();

    const after = (await snapshotOf(clusterId)).snapshot.guests.map(({ vmid, objectId }) => [vmid, objectId]);
    expect(after).toEqual(before);
  });

  it.each([
    {
      what: "a failing list of everything",
      event: { do: "api-error", path: "/cluster/resources", status: 500 },
    },
    { what: "a failing list of tasks", event: { do: "api-error", path: "/cluster/tasks", status: 500 } },
    { what: "a garbled status", event: { do: "api-garbage", path: "/cluster/status", kind: "truncated" } },
    {
      what: "a failing status of one node",
      event: { do: "api-error", path: "/nodes/pve1/status", status: 596 },
    },
  ])("reads the rest beside $what", async ({ event }) => {
    await collect();
    const before = (await snapshotOf(clusterId)).snapshot;
    await simulator.post(event);

    const outcome = await collect();
    const after = (await snapshotOf(clusterId)).snapshot;
    await simulator.post({ do: "faults-clear" });

    expect(outcome.outcome).toBe("stored");
    expect(outcome.apiCalls).toBeLessThanOrEqual(40);
    expect(after.guests.map(({ objectId }) => objectId)).toEqual(
      before.guests.map(({ objectId }) => objectId),
    );
    expect(after.nodes.map(({ status }) => status)).toEqual(["online", "online", "online"]);
    expect(after.quorate).toBe(true);
  });

  it("goes on with the rest when a node dies, and has it back as soon as it returns", async () => {
    await simulator.post({ do: "node-down", node: "pve3" });
    simulator.advance(60);
    await collect();
    const down = (await snapshotOf(clusterId)).snapshot;

    await simulator.post({ do: "node-up", node: "pve3" });
    simulator.advance(60);
    await collect();
    const up = (await snapshotOf(clusterId)).snapshot;

    const nodeOf = (snapshot: typeof up, name: string) => snapshot.nodes.find((node) => node.name === name);
    expect(nodeOf(down, "pve3")?.status).not.toBe("online");
    expect(nodeOf(down, "pve3")?.cpuFraction).toBeNull();
    expect(nodeOf(down, "pve3")?.readAtMs ?? 0).toBeLessThan(down.readAtMs);
    expect(nodeOf(down, "pve1")?.cpuFraction).not.toBeNull();
    expect(nodeOf(up, "pve3")?.status).toBe("online");
    expect(nodeOf(up, "pve3")?.readAtMs).toBe(up.readAtMs);
  });
});

describe("a cluster that cannot be read", () => {
  it("tells of each reason in its own words, keeps the others going and recovers within one cycle", async () => {
    const trusted = await makeCertificate();
    const expired = await makeCertificate({
      notBefore: new Date("2020-01-01"),
      notAfter: new Date("2021-01-01"),
    });
    const html = await startHttpsServer(trusted, (_request, response) => {
      response.writeHead(200, { "content-type": "text/html" });
      response.end("<!DOCTYPE html><title>Sign in</title>");
    });
    const old = await startHttpsServer(expired, answerJson({ data: [] }));
    const token = { tokenId: simulator.tokenId, tokenSecret: simulator.tokenSecret };
    const { port, fingerprint } = simulator;
    const gone = await startHttpsServer(trusted, answerJson({ data: [] }));
    await gone.stop();
    const wrongSecret = "00000000-0000-0000-0000-000000000000";

    const ids = {
      unreachable: await connectTo({ ...token, port: gone.port, fingerprint: trusted.fingerprint }),
      token_invalid: await connectTo({ tokenId: token.tokenId, tokenSecret: wrongSecret, port, fingerprint }),
      certificate_expired: await connectTo(
        { ...token, port: old.port, fingerprint: expired.fingerprint },
        { tlsPolicy: "custom_ca", caCertificate: expired.cert },
      ),
      fingerprint_changed: await connectTo({ ...token, port, fingerprint: trusted.fingerprint }),
      not_proxmox: await connectTo({ ...token, port: html.port, fingerprint: trusted.fingerprint }),
    };
    const outcomes = await Promise.all([...Object.values(ids).map((id) => collect(id)), collect()]);

    expect(outcomes.map(({ outcome, problem }) => problem ?? outcome)).toEqual([
      ...Object.keys(ids),
      "stored",
    ]);
    const messages = new Set<string>();
    for (const [code, id] of Object.entries(ids)) {
      const problem = (await stateOf(id))?.problem;
      expect(problem?.code).toBe(code);
      expect(problem?.message).not.toContain(token.tokenSecret);
      messages.add(problem?.message ?? "");
    }
    expect(messages.size).toBe(5);
    expect((await stateOf(clusterId))?.problem).toBeNull();

    await collect(ids.unreachable);
    const back = await startHttpsServer(trusted, answerEmptyCluster, gone.port);
    await collect(ids.unreachable);
    expect((await stateOf(ids.unreachable))?.problem).toBeNull();
    const { rows } = await readEvents(viewer, { limit: 100, cluster: ids.unreachable });
    expect(rows.map(({ kind }) => kind)).toEqual(["cluster-reachable", "cluster-unreachable"]);
    await Promise.all([html.stop(), old.stop(), back.stop()]);
  });
});

const answerEmptyCluster: Parameters<typeof startHttpsServer>[1] = (request, response) => {
  const isPermissions = request.url?.includes("/access/permissions") ?? false;
  answerJson({ data: isPermissions ? { "/": { "VM.Audit": 1 } } : [] })(request, response);
};
