import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as route from "@/app/api/v1/guests/[clusterId]/[vmid]/power/route";
import { type PowerActionName, type PowerTaskRow, powerTaskList, powerTaskRow } from "@/lib/api/power";
import { collectCluster } from "@/lib/server/collection/collect-cluster";
import { prisma } from "@/lib/server/db/prisma";
import { advanceGuestPower } from "@/lib/server/power/advance-guest-power";
import { prunePowerTasks } from "@/lib/server/power/prune-power-tasks";
import { callRoute } from "@/tests/support/call-route";
import { useTestDatabase } from "@/tests/support/database";
import { QUICK_MAINTENANCE } from "@/tests/support/moving/drive-maintenance";
import { type MovingCluster, startMovingCluster } from "@/tests/support/moving/moving-cluster";
import { type SignedIn, signedIn } from "@/tests/support/signed-in";

useTestDatabase();

let cluster: MovingCluster;
let operator: SignedIn;
beforeAll(async () => {
  cluster = await startMovingCluster({}, { speed: 20 });
  operator = await signedIn({ role: "operator", username: "olga" });
});
afterAll(() => cluster.stop());
beforeEach(async () => {
  await cluster.simulator.post({ do: "faults-clear" });
  await collectCluster(cluster.clusterId, { force: true });
  cluster.simulator.resetCalls();
});

const params = (vmid: number) => ({ clusterId: cluster.clusterId, vmid: String(vmid) });

function ask(vmid: number, body: object, cookie = operator.cookie): Promise<Response> {
  return callRoute(route.POST, { method: "POST", params: params(vmid), body, cookie });
}

async function asked(vmid: number, action: PowerActionName): Promise<PowerTaskRow> {
  const response = await ask(vmid, { action });
  const { data, error } = await response.json();
  expect([response.status, error]).toEqual([202, undefined]);
  return powerTaskRow.parse(data);
}

async function refused(vmid: number, body: object): Promise<{ status: number; message: string }> {
  const response = await ask(vmid, body);
  const { error } = await response.json();
  return { status: response.status, message: error.message };
}

async function newest(vmid: number): Promise<PowerTaskRow> {
  const response = await callRoute(route.GET, { params: params(vmid), cookie: operator.cookie });
  const [first] = powerTaskList.parse((await response.json()).data);
  if (!first) throw new Error("nothing was asked");
  return first;
}

/** Carries it out as the jobs do, to its end. */
async function carriedOut(vmid: number, action: PowerActionName): Promise<PowerTaskRow> {
  const { id } = await asked(vmid, action);
  await expect
    .poll(async () => (await advanceGuestPower(id, QUICK_MAINTENANCE)).ended, {
      timeout: 60_000,
      interval: 20,
    })
    .toBe(true);
  return await newest(vmid);
}

function requests(): readonly string[] {
  const { calls } = cluster.simulator.calls();
  return Object.entries(calls)
    .filter(([call]) => /^POST .*\/status\//.test(call))
    .flatMap(([call, count]) => Array.from({ length: count }, () => call.split("/").at(-1) ?? ""))
    .sort();
}

const powerOf = (vmid: number) =>
  cluster.simulator.state().guests?.find((guest) => guest.vmid === vmid)?.status;

describe("a guest", () => {
  it("is shut down, started, rebooted and stopped, with one request each", async () => {
    expect(await carriedOut(100, "shutdown")).toMatchObject({
      state: "done",
      result: "The guest is off.",
      requestedBy: "olga",
      upid: expect.stringContaining("qmshutdown:100"),
    });
    expect(powerOf(100)).toBe("stopped");
    expect(await carriedOut(100, "start")).toMatchObject({ state: "done", result: "The guest runs." });
    expect(await carriedOut(100, "reboot")).toMatchObject({ state: "done", result: "The guest runs anew." });
    expect(await carriedOut(100, "stop")).toMatchObject({ state: "done", result: "The guest is off." });
    expect(requests()).toEqual(["reboot", "shutdown", "start", "stop"]);
    expect(powerOf(100)).toBe("stopped");
  });

  it("is read anew at the end, so that everybody sees it", async () => {
    await carriedOut(103, "stop");
    const { data } = await (
      await callRoute((await import("@/app/api/v1/guests/[clusterId]/[vmid]/route")).GET, {
        params: params(103),
        cookie: operator.cookie,
      })
    ).json();
    expect(data.row.status).toBe("stopped");
  });

  it("is asked for one thing at a time", async () => {
    const { id } = await asked(101, "reboot");
    const second = await refused(101, { action: "stop" });
    expect(second.status).toBe(409);
    expect(second.message).toMatch(/was asked to reboot by olga already/);
    await prisma.powerTask.delete({ where: { id } });
  });

  it("that is elsewhere, locked, off or not there is left alone", async () => {
    expect(await refused(101, { action: "stop", node: "pve9" })).toMatchObject({
      status: 409,
      message: expect.stringContaining("is not on pve9 any more but on pve1"),
    });
    expect(await refused(999_999, { action: "stop" })).toMatchObject({ status: 404 });
    expect(await refused(101, { action: "explode" })).toMatchObject({ status: 422 });
    await cluster.simulator.post({ do: "guest-lock", vmid: 104, lock: "backup" });
    await collectCluster(cluster.clusterId, { force: true });
    expect(await refused(104, { action: "stop" })).toMatchObject({
      status: 409,
      message: expect.stringContaining("is locked (backup). Nothing was started."),
    });
    await cluster.simulator.post({ do: "guest-lock", vmid: 104, lock: null });
    expect(await refused(102, { action: "reboot" })).toMatchObject({
      status: 409,
      message: expect.stringContaining("is off: start it instead"),
    });
    expect(requests()).toEqual([]);
  });

  it("that was locked a moment ago is not stopped when the lock is gone: it is told at once", async () => {
    const { id } = await asked(104, "stop");
    await cluster.simulator.post({ do: "guest-lock", vmid: 104, lock: "backup" });
    expect(await advanceGuestPower(id, QUICK_MAINTENANCE)).toEqual({ state: "failed", ended: true });
    await cluster.simulator.post({ do: "guest-lock", vmid: 104, lock: null });
    expect(await newest(104)).toMatchObject({
      state: "failed",
      result: "The guest is locked (backup). Nothing was started.",
    });
    expect(requests()).toEqual([]);
  });

  it("is not touched by a wish that nobody carried out in time", async () => {
    const { id } = await asked(104, "stop");
    await prisma.powerTask.update({ where: { id }, data: { createdAt: new Date(Date.now() - 120_000) } });
    await advanceGuestPower(id, QUICK_MAINTENANCE);
    expect(await prisma.powerTask.findUnique({ where: { id } })).toMatchObject({
      state: "failed",
      result: expect.stringContaining("within a minute"),
    });
    expect(requests()).toEqual([]);
  });

  it("that the token may not touch stays as it is, with Proxmox VE's reason", async () => {
    const message = "Permission check failed (/vms/101, VM.PowerMgmt)";
    const path = "/nodes/pve1/qemu/101/status/stop";
    await cluster.simulator.post({ do: "api-error", status: 403, message, path });
    const failed = await carriedOut(101, "stop");
    expect(failed).toMatchObject({ state: "failed", result: expect.stringContaining("VM.PowerMgmt") });
    expect(powerOf(101) ?? "running").toBe("running");
  });

  it("is for operators, and every wish and its end are in the audit log", async () => {
    const { cookie } = await signedIn({ role: "viewer" });
    expect((await ask(101, { action: "stop" }, cookie)).status).toBe(403);
    const entries = await prisma.auditEntry.findMany({
      where: { target: "guest:103" },
      orderBy: { id: "asc" },
    });
    expect(entries.map(({ actorName, action, result }) => `${actorName} ${action} ${result}`)).toEqual([
      "olga guest.power ok",
      expect.stringMatching(/guest\.stop ok$/),
    ]);
    expect(entries[1]?.details).toMatchObject({ requestedBy: "olga", sentence: "The guest is off." });
  });
});

it("forgets what was asked long ago", async () => {
  const before = await prisma.powerTask.count({ where: { endedAt: { not: null } } });
  expect(await prunePowerTasks(Date.now())).toBe(0);
  expect(await prunePowerTasks(Date.now() + 4_000 * 86_400_000)).toBe(before);
});
