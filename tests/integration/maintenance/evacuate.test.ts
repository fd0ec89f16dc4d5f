import { afterAll, beforeAll, expect, it } from "vitest";
import { maintenanceInput } from "@/lib/api/maintenance-input";
import { prisma } from "@/lib/server/db/prisma";
import { bringGuestsHome, endMaintenance } from "@/lib/server/maintenance/end-maintenance";
import { previewEvacuation } from "@/lib/server/maintenance/preview-evacuation";
import { previewHome } from "@/lib/server/maintenance/preview-home";
import { startMaintenance } from "@/lib/server/maintenance/start-maintenance";
import { watchMaintenances } from "@/lib/server/maintenance/watch-maintenance";
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

/** What has to happen takes its time on a busy machine. */
const LONG = { timeout: 240_000 };

const operator = aViewer({ role: "operator", username: "olga" });
let cluster: MovingCluster;
let maintenanceId = "";
beforeAll(async () => {
  // 100 VM, 101 with a local disk, 102 off, 103, 104, 120 container, 130 of HA; all on pve1.
  cluster = await startMovingCluster({}, { speed: 20 });
});
afterAll(() => cluster.stop());

const wanted = (rest: object = {}) =>
  maintenanceInput.parse({ clusterId: cluster.clusterId, node: "pve1", reason: "new fans", ...rest });

function guestsOf(node: string): readonly number[] {
  return (cluster.simulator.state().guests ?? [])
    .filter((guest) => guest.node === node)
    .map(({ vmid }) => vmid)
    .sort();
}

const powerOf = (vmid: number) =>
  cluster.simulator.state().guests?.find((guest) => guest.vmid === vmid)?.status ?? "running";

it("shows beforehand what becomes of every guest, and starts nothing", async () => {
  const preview = await previewEvacuation({
    clusterId: cluster.clusterId,
    node: "pve1",
    choices: [
      { vmid: 103, action: "shutdown" },
      { vmid: 104, action: "leave" },
    ],
    leaveStopped: false,
  });
  expect(preview.verdict).toBe("plan");
  const actions = Object.fromEntries(preview.guests.map(({ vmid, action }) => [vmid, action]));
  expect(actions).toEqual({
    100: "live",
    101: "live",
    102: "offline",
    103: "shutdown",
    104: "leave",
    120: "restart",
    130: "live",
  });
  for (const { action, to, wave, seconds } of preview.guests.filter(
    (guest) => !["shutdown", "leave"].includes(guest.action),
  )) {
    expect(["pve2", "pve3"], action).toContain(to);
    expect(wave).toBeGreaterThanOrEqual(1);
    expect(seconds).toBeGreaterThan(0);
  }
  expect(preview.nodes.map(({ node }) => node)).toEqual(["pve1", "pve2", "pve3"]);
  const [pve1, pve2] = preview.nodes;
  expect(pve1?.guestsAfter).toBe(2);
  expect((pve2?.memoryAfter ?? 0) > (pve2?.memoryBefore ?? 0)).toBe(true);
  expect(preview.notes.join(" ")).toContain("HA does not know of this maintenance");
  expect(await prisma.maintenance.count()).toBe(0);
  expect(cluster.migrateCalls()).toBe(0);
});

it("empties the node of guests of every kind, and says that it may be rebooted", LONG, async () => {
  const choices = [
    { vmid: 103, action: "shutdown" },
    { vmid: 102, action: "migrate" },
  ];
  const started = await startMaintenance(operator, wanted({ evacuate: true, confirm: "pve1", choices }));
  maintenanceId = started.id;
  expect(started).toMatchObject({
    active: true,
    evacuation: "running",
    startedBy: "olga",
    reason: "new fans",
    safeToReboot: false,
  });
  const detail = await driveMaintenance(maintenanceId);
  expect(detail, JSON.stringify(detail.blockers)).toMatchObject({ evacuation: "empty", safeToReboot: true });
  expect(guestsOf("pve1")).toEqual([103]);
  expect(powerOf(103)).toBe("stopped");
  expect(powerOf(102)).toBe("stopped");
  for (const vmid of [100, 101, 104, 120, 130]) expect(powerOf(vmid)).toBe("running");
  expect(cluster.migrateCalls()).toBe(6);
  const states = Object.fromEntries(detail.guests.map(({ vmid, state }) => [vmid, state]));
  expect(states).toEqual({
    100: "moved",
    101: "moved",
    102: "moved",
    103: "shut-down",
    104: "moved",
    120: "moved",
    130: "moved",
  });
  expect(detail.guests.every(({ from }) => from === "pve1")).toBe(true);
  expect(detail.summary).toBe("Nothing runs on pve1: safe to reboot. 1 guest that is off stays on it.");
  const moves = await prisma.move.findMany({
    select: { vmid: true, source: true, state: true, batchId: true, result: true },
  });
  const others = moves.filter(
    ({ state, source, batchId }) => state !== "done" || source !== "evacuation" || batchId !== maintenanceId,
  );
  expect(others).toEqual([]);
});

it("tells it in the timeline and in the audit log", async () => {
  const events = await prisma.event.findMany({
    where: { node: "pve1", kind: { startsWith: "maintenance" } },
    orderBy: { id: "asc" },
  });
  expect(events.map(({ message }) => message)).toEqual([
    "olga put pve1 into maintenance and has it emptied: new fans",
  ]);
  const audit = await prisma.auditEntry.findMany({ where: { action: { startsWith: "maintenance." } } });
  expect(audit.map(({ action }) => action)).toEqual(["maintenance.start", "maintenance.empty"]);
  const off = await prisma.auditEntry.findFirst({ where: { action: "guest.shutdown" } });
  expect(off).toMatchObject({ target: "guest:103", result: "ok" });
});

it("excludes the node as a target, for everybody and at once", async () => {
  await expect(cluster.request(100, "pve1")).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("pve1 is in maintenance"),
  });
});

it("tells of a guest that comes to the empty node", async () => {
  await cluster.simulator.post({
    do: "guest-create",
    guest: { vmid: 150, name: "late", node: "pve1", cores: 1, memory: 1024 ** 3, status: "stopped" },
  });
  await cluster.collect();
  expect(await watchMaintenances()).toMatchObject({ appeared: 1 });
  expect(await watchMaintenances()).toMatchObject({ appeared: 0 });
  const told = await prisma.event.findFirst({ where: { vmid: 150, kind: "evacuation-changed" } });
  expect(told).toMatchObject({
    severity: "warning",
    message: expect.stringMatching(/^VM 150.* came to pve1/),
  });
});

it("brings everybody back home, and starts what was shut down", LONG, async () => {
  const preview = await previewHome(maintenanceId);
  const actions = Object.fromEntries(preview.guests.map(({ vmid, action }) => [vmid, action]));
  expect(actions).toEqual({
    100: "live",
    101: "live",
    102: "offline",
    103: "start",
    104: "live",
    120: "restart",
    130: "live",
  });
  await expect(bringGuestsHome(operator, maintenanceId)).rejects.toMatchObject({ code: "conflict" });
  const calls = cluster.migrateCalls();
  await endMaintenance(operator, maintenanceId, true);
  expect(await prisma.nodePolicy.findFirst()).toMatchObject({ maintenanceSince: null });
  const detail = await driveMaintenance(maintenanceId);
  expect(detail, JSON.stringify(detail.guests)).toMatchObject({ home: "done", active: false });
  expect(guestsOf("pve1")).toEqual([100, 101, 102, 103, 104, 120, 130, 150]);
  for (const { vmid, status } of aMovingCluster().guests ?? [])
    expect(powerOf(vmid)).toBe(status ?? "running");
  expect(cluster.migrateCalls() - calls).toBe(6);
  await expect(bringGuestsHome(operator, maintenanceId)).rejects.toMatchObject({
    message: "There is no guest of pve1 to bring home.",
  });
});
