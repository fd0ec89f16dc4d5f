import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PlanRunDetail } from "@/lib/api/plans";
import { prisma } from "@/lib/server/db/prisma";
import { pauseEngine } from "@/lib/server/engine/pause-engine";
import { resumeEngine } from "@/lib/server/engine/resume-engine";
import { advancePlan } from "@/lib/server/plans/advance-plan";
import { approvePlan } from "@/lib/server/plans/approve-plan";
import { cancelPlan, pausePlan, resumePlan } from "@/lib/server/plans/control-plan";
import { readPlan, readPlans } from "@/lib/server/plans/read-plans";
import { aViewer } from "@/tests/support/a-viewer";
import { useTestDatabase } from "@/tests/support/database";
import { type PlannedCluster, startPlannedCluster } from "@/tests/support/plans/planned-cluster";
import { spawnTestProcess } from "@/tests/support/spawn-test-process";

const database = useTestDatabase();
process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");

const operator = aViewer({ role: "operator" });
const statesOf = ({ steps }: PlanRunDetail) => steps.map(({ state }) => state);
const vmidsOf = ({ steps }: PlanRunDetail) => steps.map(({ vmid }) => vmid);

let cluster: PlannedCluster;
beforeEach(async () => {
  cluster = await startPlannedCluster();
});
afterEach(() => cluster.stop());

/** The plan's first move is under way and does not end by itself. */
async function stalledInFirstWave(): Promise<{ plan: PlanRunDetail; moveId: string }> {
  const { id, steps } = await cluster.approve();
  const vmid = steps[0]?.vmid ?? 0;
  await cluster.simulator.post({ do: "migration-stall", vmid, seconds: 600 });
  await advancePlan(id);
  const moveId = (await readPlan(id)).steps[0]?.moveId ?? "";
  await cluster.drive(moveId, { until: ({ state }) => state === "running" });
  return { plan: await readPlan(id), moveId };
}

describe("an approved plan", () => {
  it("is carried out wave by wave, in the name of whoever approved it, and said in the audit log", async () => {
    const approved = await cluster.approve();
    expect(approved).toMatchObject({ state: "running", wavesCount: 2, stepsCount: 2, planMovesCount: 2 });
    await advancePlan(approved.id);
    expect(statesOf(await readPlan(approved.id))).toEqual(["moving", "planned"]);

    const done = await cluster.carryOut(approved.id);

    expect(done).toMatchObject({ state: "done", result: "All 2 moves were made.", doneCount: 2 });
    expect(statesOf(done)).toEqual(["done", "done"]);
    expect(cluster.migrateCalls()).toBe(2);
    const moves = await prisma.move.findMany({ where: { batchId: done.id } });
    expect(moves).toHaveLength(2);
    for (const move of moves)
      expect(move).toMatchObject({ source: "plan", requestedBy: "ana", state: "done" });
    expect(new Set(done.steps.map(({ vmid }) => cluster.nodeOf(vmid))).size).toBe(2);
    const audit = await prisma.auditEntry.findMany({ where: { target: `plan:${done.id}` } });
    expect(audit.map(({ action }) => action)).toEqual(["plan.approve", "plan.done"]);
    expect(done.events.map(({ by }) => by)).toEqual(["ana", "Evenkeel"]);
    const { rows } = await readPlans({ limit: 10, cluster: cluster.clusterId, state: "ended" });
    expect(rows.map(({ id }) => id)).toEqual([done.id]);
  });

  it("of which a part was approved moves that part only", async () => {
    const { plan } = await cluster.plan();
    const chosen = plan.moves[0]?.vmid ?? 0;
    const done = await cluster.carryOut((await cluster.approve([chosen])).id);
    expect([done.state, vmidsOf(done), done.planMovesCount]).toEqual(["done", [chosen], 2]);
    expect(cluster.migrateCalls()).toBe(1);
  });

  it("is carried out once by two processes at the same time", async () => {
    const { id } = await cluster.approve();
    const done = await Promise.all([cluster.carryOut(id), cluster.carryOut(id), cluster.carryOut(id)]);
    expect(done.map(({ state }) => state)).toEqual(["done", "done", "done"]);
    expect(cluster.migrateCalls()).toBe(2);
    expect(await prisma.move.count({ where: { batchId: id } })).toBe(2);
  });

  it.each(["hang-request", "hang-answer"] as const)("goes on after kill -9 at %s", async (dropping) => {
    const { id } = await cluster.approve();
    cluster.proxy.drop(dropping);
    const carrier = spawnTestProcess("tests/integration/plans/plan-process.ts", {
      DATABASE_URL: database.url,
      PLAN_ID: id,
    });
    await cluster.proxy.dropped();
    carrier.child.kill("SIGKILL");
    expect((await carrier.ended).signal).toBe("SIGKILL");
    expect(await cluster.carryOut(id)).toMatchObject({ state: "done" });
    expect(cluster.migrateCalls()).toBe(2);
    expect(await prisma.move.count({ where: { batchId: id } })).toBe(2);
  });

  it("asks for the same move again when whoever was about to ask died", async () => {
    const { id } = await cluster.approve();
    const moveId = randomUUID();
    await prisma.planStep.updateMany({
      where: { planRunId: id, position: 0 },
      data: { state: "moving", moveId },
    });
    const done = await cluster.carryOut(id);
    expect(done).toMatchObject({ state: "done" });
    expect(done.steps[0]?.moveId).toBe(moveId);
    expect(cluster.migrateCalls()).toBe(2);
  });
});

describe("a plan that reality has left behind", () => {
  it("is refused at approval, with what changed", async () => {
    const { id: recommendationId, plan } = await cluster.plan();
    const [first] = plan.moves;
    await cluster.drive((await cluster.request(first?.vmid ?? 0, first?.to ?? "")).id);
    expect((await cluster.plan()).id).not.toBe(recommendationId);
    const refusal = approvePlan(operator, { clusterId: cluster.clusterId, recommendationId });
    await expect(refusal).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/Another plan has taken the place of this one: .*is not moved any more/),
      issues: [{ path: `moves.${first?.vmid}`, message: expect.stringContaining("not moved any more") }],
    });
    expect(await prisma.planRun.count({ where: { clusterId: cluster.clusterId } })).toBe(0);
  });

  it("is superseded when an administrator has moved a later guest, and says so", async () => {
    const { id, steps } = await cluster.approve();
    const [first, second] = steps;
    await advancePlan(id);
    await cluster.simulator.post({
      do: "manual-migration",
      vmid: second?.vmid ?? 0,
      target: first?.to ?? "",
    });
    await expect.poll(() => cluster.nodeOf(second?.vmid ?? 0), { timeout: 20_000 }).toBe(first?.to);
    const ended = await cluster.carryOut(id);
    expect(ended).toMatchObject({
      state: "superseded",
      result: expect.stringContaining(`is on ${first?.to} now, not on pve1`),
    });
    expect(statesOf(ended)[1]).toBe("skipped");
  });

  it("is superseded when what its move is for is not there any more", async () => {
    const { id, steps } = await cluster.approve();
    // Somebody repairs the rule in another way: the two others go elsewhere.
    const others = [100, 103, 104].filter((vmid) => vmid !== steps[0]?.vmid);
    const [pve2, pve3] = ["pve2", "pve3"];
    for (const [index, vmid] of others.entries())
      await cluster.drive((await cluster.request(vmid, index === 0 ? pve2 : pve3)).id);
    const calls = cluster.migrateCalls();
    const ended = await cluster.carryOut(id);
    expect(ended.state).toBe("superseded");
    expect(cluster.migrateCalls()).toBe(calls);
  });
});

describe("a plan of which a move fails", () => {
  it("leaves the rest, and says why", async () => {
    const { id } = await cluster.approve();
    cluster.proxy.drop("refuse");
    const ended = await cluster.carryOut(id);
    expect(ended).toMatchObject({
      state: "failed",
      result: expect.stringMatching(/did not succeed, so the rest is left\. .*lock/),
    });
    expect(statesOf(ended)).toEqual(["failed", "skipped"]);
    expect(cluster.migrateCalls()).toBe(0);
  });
});

describe("a person", () => {
  it("who cancels lets what is under way be finished", async () => {
    const { plan, moveId } = await stalledInFirstWave();
    expect(await cancelPlan(operator, plan.id, { stopMoves: false })).toMatchObject({
      state: "stopping",
      cancelledBy: "ana",
    });
    await expect(cancelPlan(operator, plan.id, { stopMoves: false })).rejects.toMatchObject({
      code: "conflict",
    });
    await cluster.simulator.post({ do: "faults-clear" });
    expect(await cluster.drive(moveId)).toMatchObject({ state: "done" });
    const ended = await cluster.carryOut(plan.id);
    expect([ended.state, statesOf(ended)]).toEqual(["cancelled", ["done", "skipped"]]);
    await expect(cancelPlan(operator, plan.id, { stopMoves: true })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("who cancels with the moves stops them too", async () => {
    const { plan } = await stalledInFirstWave();
    await cancelPlan(operator, plan.id, { stopMoves: true });
    const ended = await cluster.carryOut(plan.id);
    expect([ended.state, statesOf(ended)]).toEqual(["cancelled", ["cancelled", "skipped"]]);
    expect(cluster.nodeOf(plan.steps[0]?.vmid ?? 0)).toBe("pve1");
  });

  it("who pauses it begins nothing more until it is resumed", async () => {
    const { id } = await cluster.approve();
    await advancePlan(id);
    const moveId = (await readPlan(id)).steps[0]?.moveId ?? "";
    await pausePlan(operator, id);
    expect(await cluster.drive(moveId)).toMatchObject({
      state: "waiting",
      trouble: "Waits: the plan was paused by ana.",
    });
    await advancePlan(id);
    expect(await readPlan(id)).toMatchObject({ state: "paused", canResume: true, pausedBy: "ana" });
    expect(cluster.migrateCalls()).toBe(0);
    await resumePlan(operator, id);
    expect(await cluster.carryOut(id)).toMatchObject({ state: "done" });
  });

  it("has one plan of a cluster at a time", async () => {
    await cluster.approve();
    await expect(cluster.approve()).rejects.toMatchObject({
      code: "conflict",
      message: /already, approved by ana/,
    });
  });
});

describe("while Evenkeel is paused", () => {
  it("a plan waits and says why, and a single move is made all the same", async () => {
    const { id } = await cluster.approve();
    await pauseEngine(operator, { clusterId: cluster.clusterId, reason: "kernel updates" });
    await advancePlan(id);
    expect(await readPlan(id)).toMatchObject({
      state: "running",
      trouble: expect.stringContaining("paused for this cluster by ana: kernel updates."),
    });
    expect(await prisma.move.count({ where: { batchId: id } })).toBe(0);
    expect(await cluster.drive((await cluster.request(120, "pve2")).id)).toMatchObject({ state: "done" });
    await resumeEngine(operator, { clusterId: cluster.clusterId });
    expect(await cluster.carryOut(id)).toMatchObject({ state: "done", trouble: null });
  });

  it("a plan's move that was asked for before waits too", async () => {
    const { id } = await cluster.approve();
    await advancePlan(id);
    const moveId = (await readPlan(id)).steps[0]?.moveId ?? "";
    await pauseEngine(operator, { clusterId: null, reason: "" });
    const waiting = await cluster.drive(moveId);
    await resumeEngine(operator, { clusterId: null });
    expect(waiting).toMatchObject({ state: "waiting", trouble: "Waits: Evenkeel was paused by ana." });
    expect(await cluster.carryOut(id)).toMatchObject({ state: "done" });
  });
});
