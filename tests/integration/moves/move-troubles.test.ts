import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import type { MoveDetail } from "@/lib/api/moves";
import { prisma } from "@/lib/server/db/prisma";
import { cancelMove } from "@/lib/server/moves/cancel-move";
import { retryMove, rollBackMove } from "@/lib/server/moves/repeat-move";
import { resolveMove } from "@/lib/server/moves/resolve-move";
import { aViewer } from "@/tests/support/a-viewer";
import { useTestDatabase } from "@/tests/support/database";
import { type MovingCluster, startMovingCluster } from "@/tests/support/moving/moving-cluster";

useTestDatabase();
process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");

const operator = aViewer({ role: "operator" });
let cluster: MovingCluster;
beforeAll(async () => {
  cluster = await startMovingCluster();
});
afterAll(() => cluster.stop());

const lockOf = (vmid: number) =>
  cluster.simulator.state().guests?.find((guest) => guest.vmid === vmid)?.lock ?? null;

async function move(vmid: number, target: string): Promise<MoveDetail> {
  return await cluster.drive((await cluster.request(vmid, target)).id);
}

describe("a task that fails", () => {
  test.each([
    [0, "connection"],
    [1, "volumes"],
    [2, "other"],
  ])("in phase %i leaves the guest where it was, with the cause", async (phase, code) => {
    await cluster.simulator.post({ do: "migration-fail", phase, vmid: 100 });
    const ended = await move(100, "pve2");
    expect(ended).toMatchObject({ state: "failed", failure: { cause: expect.stringMatching(/\.$|: /) } });
    if (code !== "other") expect(ended.failure?.code).toBe(code);
    expect([cluster.nodeOf(100), lockOf(100)]).toEqual(["pve1", null]);
    expect(await prisma.moveSlot.count()).toBe(0);
  });

  it("after the guest has arrived is done, with a warning", async () => {
    await cluster.simulator.post({ do: "migration-fail", phase: 3, vmid: 101 });
    const ended = await move(101, "pve2");
    expect(ended).toMatchObject({ state: "done", failure: null });
    expect(ended.warnings.join(" ")).toContain("the guest arrived");
    expect(cluster.nodeOf(101)).toBe("pve2");
  });

  it("can be tried again, and what was done can be taken back", async () => {
    const failed = await prisma.move.findFirstOrThrow({ where: { vmid: 100, state: "failed" } });
    await expect(rollBackMove(operator, failed.id)).rejects.toMatchObject({ code: "conflict" });
    const again = await cluster.drive((await retryMove(operator, failed.id)).id);
    expect(again).toMatchObject({ state: "done", originId: failed.id, to: "pve2" });
    const back = await cluster.drive((await rollBackMove(operator, again.id)).id);
    expect(back).toMatchObject({ state: "done", source: "rollback", from: "pve2", to: "pve1" });
    expect(cluster.nodeOf(100)).toBe("pve1");
  });
});

describe("a request that PVE refuses", () => {
  it("fails with PVE's cause, and is not sent twice", async () => {
    const { id } = await cluster.request(103, "pve2");
    cluster.proxy.drop("refuse");
    const ended = await cluster.drive(id);
    expect(ended).toMatchObject({ state: "failed", failure: { code: "locked" }, upid: null });
    expect((await prisma.move.findUniqueOrThrow({ where: { id } })).intentCount).toBe(1);
  });

  it.each([
    [500, "VM is locked (backup)", "locked (backup)"],
    [403, "Permission check failed (/vms/103, VM.Migrate)", "VM.Migrate"],
  ])("with %i at PVE's own check is not sent at all", async (status, message, cause) => {
    const { id } = await cluster.request(103, "pve2");
    const calls = cluster.migrateCalls();
    await cluster.simulator.post({ do: "api-error", status, message, path: "/nodes/pve1/qemu/103/migrate" });
    const ended = await cluster.drive(id);
    await cluster.simulator.post({ do: "faults-clear" });
    expect(ended).toMatchObject({ state: "failed", result: expect.stringContaining(cause) });
    expect(cluster.migrateCalls()).toBe(calls);
  });
});

describe("a world that changed between the click and the turn", () => {
  it("with somebody else's move to the target supersedes it", async () => {
    const { id } = await cluster.request(104, "pve2");
    await cluster.simulator.post({ do: "manual-migration", vmid: 104, target: "pve2" });
    await expect.poll(() => cluster.nodeOf(104), { timeout: 20_000 }).toBe("pve2");
    const calls = cluster.migrateCalls();
    expect(await cluster.drive(id)).toMatchObject({
      state: "superseded",
      result: expect.stringContaining("already"),
    });
    expect(cluster.migrateCalls()).toBe(calls);
  });

  it("with somebody else's move under way starts nothing", async () => {
    const { id } = await cluster.request(103, "pve2");
    const calls = cluster.migrateCalls();
    await cluster.simulator.post({ do: "migration-stall", vmid: 103, seconds: 60 });
    await cluster.simulator.post({ do: "manual-migration", vmid: 103, target: "pve3" });
    expect(await cluster.drive(id)).toMatchObject({
      state: "failed",
      result: expect.stringMatching(/locked|running|working on/),
    });
    expect(cluster.migrateCalls()).toBe(calls);
    await cluster.simulator.post({ do: "faults-clear" });
    await expect.poll(() => cluster.nodeOf(103), { timeout: 20_000 }).toBe("pve3");
    await expect.poll(() => lockOf(103), { timeout: 20_000 }).toBeNull();
  });

  it("with another guest under the same number starts nothing", async () => {
    await cluster.collect();
    const { id } = await cluster.request(102, "pve2");
    await cluster.simulator.post({ do: "guest-destroy", vmid: 102 });
    await cluster.collect();
    const guest = { vmid: 102, name: "other", node: "pve1", cores: 1, memory: 2 ** 30, status: "stopped" };
    await cluster.simulator.post({ do: "guest-create", guest });
    await cluster.collect();
    expect(await cluster.drive(id)).toMatchObject({
      state: "failed",
      result: expect.stringContaining("another guest"),
    });
    expect(cluster.nodeOf(102)).toBe("pve1");
  });
});

describe("calling off", () => {
  it("a move that waits ends it at once, and the next one has its slot", async () => {
    await cluster.collect();
    const first = await cluster.request(100, "pve3");
    const second = await cluster.request(120, "pve3");
    await cluster.simulator.post({ do: "migration-stall", vmid: 100, seconds: 600 });
    await cluster.drive(first.id, { until: ({ state }) => state === "running" });
    expect(await cluster.drive(second.id)).toMatchObject({
      state: "waiting",
      trouble: expect.stringContaining("pve3"),
    });
    expect(await cancelMove(operator, second.id)).toMatchObject({ state: "cancelled" });
    await cancelMove(operator, first.id);
    const ended = await cluster.drive(first.id);
    expect(ended).toMatchObject({ state: "cancelled", cancelRequestedBy: "ana" });
    expect([cluster.nodeOf(100), lockOf(100)]).toEqual(["pve1", null]);
    expect(await prisma.moveSlot.count()).toBe(0);
    await expect(cancelMove(operator, first.id)).rejects.toMatchObject({ code: "conflict" });
    await cluster.simulator.post({ do: "faults-clear" });
  });
});

describe("a request that cannot be", () => {
  it.each([
    ["its own node", 120, "pve1", {}, "already"],
    ["a node that is not there", 120, "pve9", {}, "no node pve9"],
    ["no guest", 999, "pve2", {}, "no guest 999"],
    ["an old page", 120, "pve2", { from: "pve3" }, "not on pve3 any more"],
    [
      "a plan that is not the newest",
      120,
      "pve2",
      { recommendationId: "11111111-1111-4111-8111-111111111111" },
      "Another plan",
    ],
  ])("because of %s is a sentence", async (_why, vmid, target, rest, sentence) => {
    const before = await prisma.move.count();
    await expect(cluster.request(vmid, target, rest)).rejects.toThrow(sentence);
    expect(await prisma.move.count()).toBe(before);
  });

  it("is not for viewers", async () => {
    const viewer = aViewer({ role: "viewer" });
    const { requestMove } = await import("@/lib/server/moves/request-move");
    const order = { clusterId: cluster.clusterId, vmid: 120, target: "pve2", source: "manual" } as const;
    await expect(requestMove(viewer, order)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("twice at once is one move", async () => {
    const clicks = await Promise.allSettled([1, 2, 3].map(() => cluster.request(120, "pve2")));
    expect(clicks.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const click of clicks)
      if (click.status === "rejected") expect(click.reason).toMatchObject({ code: "conflict" });
    const active = await prisma.move.findFirstOrThrow({ where: { vmid: 120, state: "planned" } });
    expect(await cluster.drive(active.id)).toMatchObject({ state: "done" });
  });
});

describe("a node that dies", () => {
  it("as the source leaves what became of it to a person, whose word cannot gainsay PVE", async () => {
    await cluster.collect();
    const { id } = await cluster.request(100, "pve3");
    await cluster.simulator.post({ do: "migration-stall", vmid: 100, seconds: 600 });
    await cluster.drive(id, { until: ({ state }) => state === "running" });
    await cluster.simulator.post({ do: "node-down", node: "pve1" });
    const ended = await cluster.drive(id, { timings: { taskLostMs: 300 } });
    expect(ended).toMatchObject({ state: "unknown" });
    expect(await prisma.moveSlot.count()).toBe(3);
    const resolve = (outcome: "done" | "failed") =>
      resolveMove(operator, id, { outcome, note: "looked at the node" });
    await cluster.simulator.post({ do: "guest-lock", vmid: 100, lock: null });
    await expect(resolve("done")).rejects.toMatchObject({ code: "conflict" });
    expect(await resolve("failed")).toMatchObject({ state: "failed" });
    expect(await prisma.moveSlot.count()).toBe(0);
  });
});
