import { describe, expect, it } from "vitest";
import type { Snapshot } from "@/lib/inventory/snapshot";
import { readCluster } from "@/lib/server/collection/read-cluster";
import type { LastTried } from "@/lib/server/collection/reading-state";
import { createTransport } from "@/lib/server/proxmox/create-transport";
import type { PveTransport } from "@/lib/server/proxmox/pve-transport";
import { aConnection } from "@/tests/support/a-connection";
import { startTestSimulator } from "@/tests/support/simulator";
import { cleanUpWith } from "@/tests/support/transport";

const GIB = 1024 ** 3;
const MOST_CALLS = 40;

function scenario(rest: Record<string, unknown> = {}) {
  return JSON.stringify({
    version: 1,
    name: "extras",
    pve: "9.2",
    clock: new Date().toISOString(),
    nodes: ["pve1", "pve2", "pve3"].map((name) => ({ name, cores: 16, memory: 64 * GIB })),
    storages: [
      { id: "ceph", type: "rbd", shared: true, content: ["images", "rootdir"], total: 1024 * GIB, used: GIB },
      { id: "nas", type: "nfs", shared: true, content: ["backup"], total: 1024 * GIB, used: GIB },
    ],
    guests: Array.from({ length: 12 }, (_, index) => ({
      vmid: 100 + index,
      type: index % 3 === 2 ? "lxc" : "qemu",
      node: `pve${(index % 3) + 1}`,
      status: "running",
      cores: 1,
      memory: GIB,
      disks: [{ key: index % 3 === 2 ? "rootfs" : "scsi0", storage: "ceph", size: GIB }],
      ...(index < 4 ? { ha: { state: "started" } } : {}),
    })),
    rules: [
      { id: "apart", kind: "anti-affinity", guests: [100, 101] },
      { id: "near", kind: "pin", guests: [102, 103], nodes: ["pve1", "pve2"], strict: true },
    ],
    options: { crs: { ha: "dynamic", "ha-auto-rebalance": 1 } },
    backupJobs: [{ id: "daily", storage: "nas", guests: [100, 101] }],
    replications: [{ guest: 100, target: "pve2" }],
    ...rest,
  });
}

interface Reader {
  readonly transport: PveTransport;
  /** Reads once, ten seconds after the reading before. */
  readonly read: () => Promise<{ snapshot: Snapshot; apiCalls: number }>;
}

async function readerOf(text: string): Promise<Reader> {
  const simulator = await startTestSimulator(text);
  const { port, fingerprint, tokenId, tokenSecret } = simulator;
  const transport = createTransport(aConnection([{ port, fingerprint }], { tokenId, tokenSecret }), {
    callsPerMinute: 10_000,
  });
  cleanUpWith(async () => {
    await transport.close();
    await simulator.stop();
  });
  const lastTried: LastTried = new Map();
  let previous: Snapshot | null = null;
  let readAtMs = Date.now();
  return {
    transport,
    read: async () => {
      const reading = await readCluster({
        clusterId: "11111111-1111-4111-8111-111111111111",
        transport,
        previous,
        readAtMs,
        detailsTimeoutMs: 15_000,
        lastTried,
      });
      previous = reading.snapshot;
      readAtMs += 10_000;
      return reading;
    },
  };
}

async function readTimes(reader: Reader, times: number) {
  const readings = [];
  for (let round = 0; round < times; round += 1) readings.push(await reader.read());
  const last = readings.at(-1);
  if (!last) throw new Error("nothing was read");
  return { snapshot: last.snapshot, calls: readings.map(({ apiCalls }) => apiCalls) };
}

describe("what is read on slow rounds", () => {
  it("has HA with its rules, PVE's balancer, replication, backups, snapshots and addresses within a minute", async () => {
    const { snapshot, calls } = await readTimes(await readerOf(scenario()), 7);

    expect(snapshot.highAvailability?.services.map(({ vmid }) => vmid)).toEqual([100, 101, 102, 103]);
    expect(snapshot.highAvailability?.rules).toMatchObject([
      { id: "apart", kind: "keep-apart", vmids: [100, 101] },
      { id: "near", kind: "node-affinity", vmids: [102, 103], strict: true },
    ]);
    expect(snapshot.balancer).toEqual({ mode: "dynamic", automatic: true });
    expect(snapshot.replication).toMatchObject([{ vmid: 100, source: "pve1", target: "pve2" }]);
    expect(snapshot.backups?.uncovered).toHaveLength(10);
    expect(snapshot.backups?.archives).toMatchObject([{ storage: "nas" }]);
    expect(snapshot.log).toBeDefined();
    expect(snapshot.guests.every(({ extras }) => (extras?.addresses?.length ?? 0) === 1)).toBe(true);
    expect(snapshot.guests.every(({ extras }) => extras?.snapshots !== undefined)).toBe(true);
    // The readings are ten seconds apart by their own clock, the cluster's stands nearly still.
    expect(snapshot.problems.filter(({ what }) => !what.includes("the clock of"))).toEqual([]);
    expect(Math.max(...calls)).toBeLessThanOrEqual(MOST_CALLS);
  });

  it("reads the groups of PVE 8", async () => {
    const { snapshot } = await readTimes(await readerOf(scenario({ pve: "8.4", options: {} })), 2);

    expect(snapshot.highAvailability?.rules).toMatchObject([{ id: "near", vmids: [102, 103], strict: true }]);
    expect(snapshot.balancer).toEqual({ mode: "basic", automatic: false });
  });

  it("stays within its calls with 32 nodes and 1,000 guests, and settles to fewer", async () => {
    const names = Array.from({ length: 32 }, (_, index) => `pve${index + 1}`);
    const nodes = names.map((name) => ({ name, cores: 64, memory: 512 * GIB }));
    const guests = Array.from({ length: 1_000 }, (_, index) => ({
      vmid: 1_000 + index,
      node: names[index % 32],
      cores: 1,
      memory: GIB,
    }));
    const large = { nodes, guests, rules: [], replications: [], backupJobs: [] };
    const { calls } = await readTimes(await readerOf(scenario(large)), 12);

    process.stdout.write(`calls of 12 readings at 32 x 1,000: ${calls.join(" ")}\n`);
    expect(Math.max(...calls)).toBeLessThanOrEqual(MOST_CALLS);
  });

  it("does without what the token may not read, and does not ask for it again and again", async () => {
    const access = {
      users: [{ id: "a@pve", acl: [{ path: "/vms", role: "PVEVMUser" }] }],
      tokens: [{ id: "a@pve!reader", acl: [{ path: "/vms", role: "PVEVMUser" }] }],
    };
    const { snapshot, calls } = await readTimes(await readerOf(scenario({ pve: "8.4", access })), 8);

    expect(snapshot.guests).toHaveLength(12);
    expect(snapshot.highAvailability).toBeUndefined();
    expect(snapshot.parts.find(({ part }) => part === "ha")?.error).toContain("Sys.Audit");
    expect(calls.at(-1)).toBeLessThan(20);
  });
});
