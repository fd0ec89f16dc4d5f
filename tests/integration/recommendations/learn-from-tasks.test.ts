import { afterAll, beforeAll, expect, it } from "vitest";
import { createCluster } from "@/lib/server/clusters/create-cluster";
import { collectCluster } from "@/lib/server/collection/collect-cluster";
import { prisma } from "@/lib/server/db/prisma";
import { closeTransport } from "@/lib/server/proxmox/transport-registry";
import { findTeachers, learnFromTasks } from "@/lib/server/recommendations/learn-from-tasks";
import { readMoveSpeed } from "@/lib/server/recommendations/read-move-speed";
import { readPastMigration } from "@/lib/server/recommendations/read-past-migration";
import { readPlanningInput } from "@/lib/server/recommendations/read-planning-input";
import { updateSettings } from "@/lib/server/settings/update-settings";
import { aViewer } from "@/tests/support/a-viewer";
import { useTestDatabase } from "@/tests/support/database";
import { pveRequest } from "@/tests/support/pve-request";
import { startTestSimulator, type TestSimulator } from "@/tests/support/simulator";

useTestDatabase();
process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");

const GIB = 2 ** 30;
const BYTES_PER_SECOND = GIB;

let simulator: TestSimulator;
let clusterId: string;
beforeAll(async () => {
  simulator = await startTestSimulator(
    {
      version: 1,
      clock: new Date().toISOString(),
      nodes: ["pve1", "pve2"].map((name) => ({
        ...{ name, cores: 16, memory: 128 * GIB, migrationBandwidth: BYTES_PER_SECOND },
      })),
      storages: [
        { id: "ceph", type: "rbd", shared: true, content: ["images"], total: 1024 * GIB, used: GIB },
      ],
      guests: [100, 101, 102, 103].map((vmid) => ({
        ...{ vmid, node: "pve1", cores: 2, cpuUsed: 0.1, memory: 16 * GIB, memoryUsed: 16 * GIB },
        disks: [{ key: "scsi0", storage: "ceph", size: GIB }],
      })),
    },
    { speed: 0 },
  );
  const { id } = await createCluster(aViewer(), {
    name: "taught",
    endpoints: [{ host: "127.0.0.1", port: simulator.port, fingerprint: simulator.fingerprint }],
    tokenId: simulator.tokenId,
    tokenSecret: simulator.tokenSecret,
    tlsPolicy: "fingerprint",
    caCertificate: null,
    intervalSeconds: 10,
    paused: false,
  });
  clusterId = id;
  const values = { "collection.callsPerMinute": 10_000 };
  await updateSettings(aViewer(), { cluster: clusterId, values });
});
afterAll(async () => {
  await closeTransport(clusterId);
  await simulator.stop();
});

async function migrateByHand(vmid: number): Promise<void> {
  const { status, text } = await pveRequest(simulator, `/nodes/pve1/qemu/${vmid}/migrate`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "target=pve2&online=1",
  });
  expect(status, text).toBe(200);
  simulator.advance(120);
}

const bandwidths = async () => {
  const { nodePolicies } = await readPlanningInput(clusterId);
  return ["pve1", "pve2"].map((name) => nodePolicies.get(name)?.migrationBytesPerSecond ?? null);
};

it("how fast the network is, is learned from migrations that others made before the first contact", async () => {
  for (const vmid of [100, 101, 102]) await migrateByHand(vmid);
  await collectCluster(clusterId, { force: true });
  expect(await bandwidths()).toEqual([null, null]);
  expect(await readMoveSpeed(clusterId)).toEqual({
    bytesPerSecond: 125_000_000,
    learnedFromMoves: null,
    spreadFraction: 0.5,
  });
  expect(await findTeachers(clusterId)).toEqual(["pve1", "pve2"]);
  expect(await learnFromTasks(clusterId, "pve1")).toBe(3);
  expect(await learnFromTasks(clusterId, "pve2")).toBe(0);
  for (const learned of await bandwidths()) {
    expect(learned).toBeGreaterThan(0.6 * BYTES_PER_SECOND);
    expect(learned).toBeLessThan(1.6 * BYTES_PER_SECOND);
  }
  const speed = await readMoveSpeed(clusterId);
  expect(speed.learnedFromMoves).toBe(3);
  expect(speed.bytesPerSecond).toBeGreaterThan(0.6 * BYTES_PER_SECOND);
});

it("no log is read twice, and our own moves are not counted as others'", async () => {
  await migrateByHand(103);
  const upid = simulator.tasks().findLast(({ type }) => type === "qmigrate")?.upid ?? "";
  const move = { clusterId, vmid: 103, guestKind: "qemu", fromNode: "pve1", toNode: "pve2", kind: "live" };
  await prisma.move.create({ data: { ...move, source: "manual", requestedBy: "ana", taskUpid: upid } });
  simulator.resetCalls();
  expect(await learnFromTasks(clusterId, "pve1")).toBe(0);
  expect(simulator.calls().calls).toEqual({ "GET /nodes/{node}/tasks": 1 });
  expect(await prisma.pastMigration.count()).toBe(3);
});

it("a cluster that does not answer is asked another time", async () => {
  await simulator.post({ do: "api-error", path: "/nodes/pve1/tasks" });
  expect(await learnFromTasks(clusterId, "pve1")).toBe(0);
  await simulator.post({ do: "faults-clear" });
});

it.each([
  [
    "that failed",
    ["starting migration of VM 100 to node 'pve2' (10.0.0.2)", "TASK ERROR: migration aborted"],
  ],
  ["without its end", ["starting migration of VM 100 to node 'pve2' (10.0.0.2)"]],
  [
    "that copied a disk",
    [
      "starting migration of VM 100 to node 'pve2' (10.0.0.2)",
      "found local disk 'local-lvm:vm-100-disk-0' (attached)",
      "migration completed, transferred 2.0 GiB VM-state",
      "migration finished successfully (duration 00:00:20)",
    ],
  ],
  ["of nothing", []],
])("a log %s teaches nothing", (_what, lines) => {
  expect(readPastMigration("pve1", lines)).toBeNull();
});

it("a log tells what was sent, where to and how long it took", () => {
  const lines = [
    "2026-11-20 10:00:00 starting migration of VM 100 to node 'pve2' (10.0.0.2)",
    "2026-11-20 10:00:04 migration active, transferred 1.1 GiB of 4.0 GiB VM-state, 1.2 GiB/s",
    "2026-11-20 10:00:07 average migration speed: 1.0 GiB/s - downtime 45 ms",
    "2026-11-20 10:00:07 migration completed, transferred 3.5 GiB VM-state",
    "2026-11-20 10:00:10 migration finished successfully (duration 00:00:10)",
    "TASK OK",
  ];
  expect(readPastMigration("pve1", lines)).toEqual({
    ...{ source: "pve1", target: "pve2", bytes: 3.5 * GIB, seconds: 10 },
  });
});
