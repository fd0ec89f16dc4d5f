import { afterAll, beforeAll, expect, it } from "vitest";
import type { MaintenanceDetail } from "@/lib/api/maintenance";
import { maintenanceInput } from "@/lib/api/maintenance-input";
import { prisma } from "@/lib/server/db/prisma";
import { endMaintenance } from "@/lib/server/maintenance/end-maintenance";
import { previewHome } from "@/lib/server/maintenance/preview-home";
import { startMaintenance } from "@/lib/server/maintenance/start-maintenance";
import { findBestNode } from "@/lib/server/recommendations/find-best-node";
import { readMigrationOptions } from "@/lib/server/recommendations/read-migration-options";
import { aViewer } from "@/tests/support/a-viewer";
import { useTestDatabase } from "@/tests/support/database";
import { driveMaintenance } from "@/tests/support/moving/drive-maintenance";
import {
  aMovingCluster,
  type MovingCluster,
  startMovingCluster,
} from "@/tests/support/moving/moving-cluster";

useTestDatabase();
process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");

const GIB = 1024 ** 3;
const [vm] = aMovingCluster().guests ?? [];
const PLACES: readonly (readonly [number, string])[] = [
  [200, "pve1"],
  [201, "pve1"],
  [202, "pve2"],
  [203, "pve2"],
  [204, "pve3"],
];

let cluster: MovingCluster;
let one: MaintenanceDetail;
let other: MaintenanceDetail;
beforeAll(async () => {
  if (!vm) throw new Error("the cluster has no guest");
  const nodes = ["pve1", "pve2", "pve3", "pve4"].map((name) => ({
    name,
    cores: 16,
    memory: 64 * GIB,
    migrationBandwidth: GIB / 4,
  }));
  const guests = PLACES.map(([vmid, node]) => ({ ...vm, vmid, node, name: `vm${vmid}` }));
  cluster = await startMovingCluster({ nodes, guests }, { speed: 20 });
});
afterAll(() => cluster.stop());

const operator = aViewer({ role: "operator" });
const start = (node: string, rest: object = { evacuate: true, confirm: node }) =>
  startMaintenance(operator, maintenanceInput.parse({ clusterId: cluster.clusterId, node, ...rest }));

function placesNow() {
  return (cluster.simulator.state().guests ?? []).map(({ vmid, node }) => [vmid, node] as const);
}

it("two nodes are emptied at once, and do not send their guests to each other", async () => {
  const towards = await cluster.request(204, "pve1");
  one = await start("pve1");
  other = await start("pve2");
  // It was asked for before; the last check before it begins knows better.
  expect(await cluster.drive(towards.id)).toMatchObject({
    state: "failed",
    result: expect.stringContaining("pve1 is in maintenance"),
  });
  one = await driveMaintenance([one.id, other.id]);
  expect(one).toMatchObject({ node: "pve1", evacuation: "empty", safeToReboot: true });
  const moves = await prisma.move.findMany({ where: { state: "done" } });
  expect(moves.map(({ vmid }) => vmid).sort()).toEqual([200, 201, 202, 203]);
  for (const { toNode } of moves) expect(["pve3", "pve4"]).toContain(toNode);
  expect(placesNow().filter(([, node]) => node === "pve1" || node === "pve2")).toEqual([]);
}, 180_000);

it("neither is offered to anybody meanwhile", async () => {
  const options = await readMigrationOptions(cluster.clusterId, 204);
  const open = options.filter(({ refusals }) => refusals.length === 0).map(({ node }) => node);
  expect(open).not.toContain("pve1");
  expect(open).not.toContain("pve2");
  const offers = await findBestNode(cluster.clusterId, {
    type: "qemu",
    cores: 1,
    memoryBytes: GIB,
    cpuThreads: null,
    memoryUsedBytes: null,
    tags: [],
    disks: [],
  });
  const [best] = offers;
  expect(["pve3", "pve4"]).toContain(best?.node);
  await expect(cluster.request(204, "pve2")).rejects.toMatchObject({ code: "conflict" });
});

it("a third is refused when it would leave nowhere to go", async () => {
  const third = await start("pve3", {});
  expect(third).toMatchObject({ evacuation: "none", active: true });
  await expect(start("pve4")).rejects.toMatchObject({
    code: "conflict",
    message:
      "No node would be left that could take guests: pve1 is in maintenance, pve2 is in maintenance, pve3 is in maintenance. Make one of them available first.",
  });
  expect(await prisma.maintenance.count({ where: { node: "pve4" } })).toBe(0);
  await endMaintenance(operator, third.id, false);
});

it("a guest that left two nodes goes back to the first", async () => {
  const guestOnPve4 = placesNow().find(([vmid, node]) => vmid < 202 && node === "pve4")?.[0];
  const vmid = guestOnPve4 ?? placesNow().find(([id]) => id < 202)?.[0] ?? 0;
  const node = placesNow().find(([id]) => id === vmid)?.[1] ?? "";
  const further = await start(node);
  await driveMaintenance(further.id);
  await endMaintenance(operator, further.id, false);
  const { guests } = await previewHome(further.id);
  expect(guests.find((guest) => guest.vmid === vmid)).toMatchObject({
    action: "blocked",
    reason: "It came from pve1, and goes back there with the maintenance of pve1.",
  });
  await endMaintenance(operator, one.id, true);
  await endMaintenance(operator, other.id, true);
  expect(await driveMaintenance([one.id, other.id])).toMatchObject({ home: "done" });
  await driveMaintenance(other.id);
  const places = new Map(placesNow());
  for (const [id, home] of PLACES.slice(0, 4)) expect(places.get(id)).toBe(home);
}, 180_000);
