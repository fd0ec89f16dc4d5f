import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { prisma } from "@/lib/server/db/prisma";
import { advancePowerTask } from "@/lib/server/maintenance/power/advance-power-task";
import { type PowerAction, requestPower } from "@/lib/server/maintenance/power/power-request";
import { openCluster } from "@/lib/server/moves/open-cluster";
import type { Prisma } from "@/prisma/generated/client";
import { useTestDatabase } from "@/tests/support/database";
import { QUICK_MAINTENANCE } from "@/tests/support/moving/drive-maintenance";
import { type MovingCluster, startMovingCluster } from "@/tests/support/moving/moving-cluster";

useTestDatabase();
process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");

let cluster: MovingCluster;
let maintenanceId = "";
beforeAll(async () => {
  cluster = await startMovingCluster({}, { speed: 20 });
  const { clusterId } = cluster;
  ({ id: maintenanceId } = await prisma.maintenance.create({
    data: { clusterId, node: "pve1", startedBy: "olga" },
  }));
});
afterAll(() => cluster.stop());
beforeEach(() => cluster.simulator.resetCalls());

function aTask(vmid: number, rest: Partial<Prisma.PowerTaskUncheckedCreateInput> = {}) {
  const { clusterId } = cluster;
  const data = { maintenanceId, clusterId, vmid, guestKind: "qemu", node: "pve1", action: "shutdown" };
  return prisma.powerTask.create({ data: { ...data, ...rest } });
}

const read = (id: string) => prisma.powerTask.findUniqueOrThrow({ where: { id } });

/** Looks again and again until the task has ended or `until` says so. */
async function drive(id: string, until: (state: string, trouble: string | null) => boolean = () => false) {
  await expect
    .poll(
      async () => {
        await advancePowerTask(await read(id), QUICK_MAINTENANCE);
        const { state, trouble, endedAt } = await read(id);
        return endedAt !== null || until(state, trouble);
      },
      { timeout: 30_000, interval: 20 },
    )
    .toBe(true);
  return await read(id);
}

function requests(): number {
  const { calls } = cluster.simulator.calls();
  return Object.entries(calls)
    .filter(([call]) => /^POST .*\/status\/(shutdown|start)$/.test(call))
    .reduce((sum, [, count]) => sum + count, 0);
}

const powerOf = (vmid: number) =>
  cluster.simulator.state().guests?.find((guest) => guest.vmid === vmid)?.status;

async function asked(vmid: number, action: PowerAction): Promise<void> {
  const { transport } = await openCluster(cluster.clusterId);
  const request = {
    vmid,
    kind: "qemu",
    node: "pve1",
    action,
    timeoutSeconds: 60,
    mayBeSent: () => true,
  } as const;
  expect(await requestPower(transport, request)).toMatchObject({ outcome: "started" });
}

it("whose sender died after the request is adopted, not sent again", async () => {
  const { id } = await aTask(100, {
    state: "submitting",
    intentId: randomUUID(),
    intentAt: new Date(),
    intentCount: 1,
  });
  await asked(100, "shutdown");
  expect(await drive(id)).toMatchObject({ state: "done", intentCount: 1, result: "The guest is off." });
  expect(requests()).toBe(1);
  expect(powerOf(100)).toBe("stopped");
});

it("whose sender died before the request is sent by another, once, after the time that PVE could hold it", async () => {
  const { id } = await aTask(100, {
    action: "start",
    state: "submitting",
    intentId: randomUUID(),
    intentAt: new Date(),
    intentCount: 1,
  });
  await advancePowerTask(await read(id), { ...QUICK_MAINTENANCE, holdMs: 60_000 });
  expect(requests()).toBe(0);
  expect(await drive(id)).toMatchObject({ state: "done", intentCount: 2, result: "The guest runs." });
  expect(requests()).toBe(1);
});

it("two senders at once ask once", async () => {
  const { id } = await aTask(103);
  const task = await read(id);
  await Promise.all([1, 2, 3].map(() => advancePowerTask(task, QUICK_MAINTENANCE)));
  expect(await drive(id)).toMatchObject({ state: "done", intentCount: 1 });
  expect(requests()).toBe(1);
});

it("for a guest that is off already asks nothing", async () => {
  const { id } = await aTask(102);
  expect(await drive(id)).toMatchObject({ state: "done", result: "The guest is off." });
  expect(requests()).toBe(0);
});

it("for a locked guest waits, and says so", async () => {
  await cluster.simulator.post({ do: "guest-lock", vmid: 104, lock: "backup" });
  const { id } = await aTask(104);
  const waiting = await drive(id, (_state, trouble) => trouble !== null);
  expect(waiting).toMatchObject({ state: "planned", trouble: "The guest is locked (backup)." });
  expect(requests()).toBe(0);
  await cluster.simulator.post({ do: "guest-lock", vmid: 104, lock: null });
  expect(await drive(id)).toMatchObject({ state: "done", trouble: null });
});

it("that PVE refuses has failed with its reason, and started nothing", async () => {
  const message = "Permission check failed (/vms/101, VM.PowerMgmt)";
  await cluster.simulator.post({
    do: "api-error",
    status: 403,
    message,
    path: "/nodes/pve1/qemu/101/status/shutdown",
  });
  const { id } = await aTask(101);
  const failed = await drive(id);
  await cluster.simulator.post({ do: "faults-clear" });
  expect(failed).toMatchObject({ state: "failed", result: expect.stringContaining("VM.PowerMgmt") });
  expect(failed.fix).toContain("Shut it down from inside");
  expect(powerOf(101) ?? "running").toBe("running");
});

it("of a guest that is elsewhere by now is not asked for", async () => {
  const { id } = await aTask(101, { node: "pve2" });
  expect(await drive(id)).toMatchObject({ state: "failed", result: "The guest is on pve1 by now." });
  expect(requests()).toBe(0);
});

it("a guest has one active task at most", async () => {
  const { id } = await aTask(101);
  await expect(aTask(101, { action: "start" })).rejects.toMatchObject({ code: "P2002" });
  await prisma.powerTask.delete({ where: { id } });
});
