import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AutomationRunDetail } from "@/lib/api/automation";
import type { MoveDetail } from "@/lib/api/moves";
import { beginRuns } from "@/lib/server/automation/begin-runs";
import { prisma } from "@/lib/server/db/prisma";
import { pauseEngine } from "@/lib/server/engine/pause-engine";
import { resumeEngine } from "@/lib/server/engine/resume-engine";
import { aViewer } from "@/tests/support/a-viewer";
import { type AutomatedCluster, startAutomatedCluster } from "@/tests/support/automation/automated-cluster";
import { useTestDatabase } from "@/tests/support/database";

useTestDatabase();
process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");

const MINUTE = 60_000;
const operator = aViewer({ role: "operator" });

let cluster: AutomatedCluster;
beforeEach(async () => {
  await prisma.enginePause.deleteMany();
  cluster = await startAutomatedCluster();
});
afterEach(async () => {
  await cluster.stop();
  await prisma.cluster.deleteMany();
});

const counted = ({ decisions }: AutomationRunDetail, action: string) =>
  decisions.filter((one) => one.action === action).length;
const newestRun = async () => await prisma.automationRun.findFirst({ orderBy: { startedAt: "desc" } });

describe("a run", () => {
  it("stores every decision before its first move, makes what it decided, decides again and stops at its limit", async () => {
    const runId = await cluster.begin();
    const decided = await cluster.finish(runId, ({ rounds }) => rounds === 1);
    expect(decided.decisions.length).toBeGreaterThanOrEqual(3);
    expect(counted(decided, "pending")).toBe(2);
    expect(decided.decisions.filter(({ guardrail }) => guardrail === "run-limit").length).toBeGreaterThan(0);
    expect(await prisma.move.count()).toBe(0);

    const ended = await cluster.finish(runId);
    expect(ended).toMatchObject({ outcome: "moved", counts: { executed: 2, done: 2, pending: 0 } });
    expect(ended.sentence).toMatch(/^2 of 2 moves arrived\./);
    expect(cluster.migrateCalls()).toBe(2);
    for (const { vmid, to } of ended.decisions.filter(({ action }) => action === "executed"))
      expect(cluster.nodeOf(vmid)).toBe(to);
    expect(ended.healthAfter).toBeGreaterThan(ended.healthBefore ?? 100);
    const moves = await prisma.move.findMany();
    expect(moves.map(({ source, batchId, requestedBy }) => [source, batchId, requestedBy])).toEqual([
      ["automation", runId, "ana"],
      ["automation", runId, "ana"],
    ]);
    expect(await prisma.auditEntry.count({ where: { action: "automation.end" } })).toBe(1);
    expect(await prisma.event.count({ where: { kind: "automation-ended" } })).toBe(1);
  }, 120_000);

  it("that is dry decides and stores the same, and moves nothing", async () => {
    const dry = await cluster.finish(await cluster.begin(true));
    expect(dry).toMatchObject({ dryRun: true, outcome: "dry-run", counts: { executed: 0, pending: 2 } });
    expect(dry.sentence).toContain("2 moves would be made; nothing was moved");
    expect(await prisma.move.count()).toBe(0);
    expect(cluster.migrateCalls()).toBe(0);
    const real = await cluster.finish(await cluster.begin(), ({ rounds }) => rounds === 1);
    const what = (run: AutomationRunDetail) =>
      run.decisions.map(({ vmid, to, action, guardrail }) => [vmid, to, action, guardrail]);
    expect(what(real)).toEqual(what(dry));
  }, 60_000);

  it("decides again after its moves, and leaves guests that it has just moved where they are", async () => {
    await cluster.set({ "automation.maxMovesPerRun": 100, "planning.maxPerCluster": 1 });
    const ended = await cluster.finish(await cluster.begin());
    expect(ended.rounds).toBeGreaterThan(1);
    const moved = ended.decisions.filter(({ action }) => action === "executed").map(({ vmid }) => vmid);
    expect(new Set(moved).size).toBe(moved.length);
    expect(cluster.migrateCalls()).toBe(moved.length);
    const next = await cluster.finish(await cluster.begin());
    expect(next).toMatchObject({ outcome: "nothing", counts: { planned: 0 } });
  }, 120_000);

  it("outside its window defers everything, and moves nothing", async () => {
    await cluster.set({ "automation.schedule": neverOpen("Always") });
    const ended = await cluster.finish(await cluster.begin());
    expect(ended).toMatchObject({ outcome: "held", counts: { executed: 0, pending: 0 } });
    expect(new Set(ended.decisions.map(({ action, guardrail }) => `${action} ${guardrail}`))).toEqual(
      new Set(["deferred schedule"]),
    );
    expect(ended.sentence).toContain('In the blackout "Always"');
  }, 60_000);

  it("whose window closes begins no further move, and finishes the one that has begun", async () => {
    await cluster.set({ "planning.maxPerCluster": 1, "automation.maxMovesPerRun": 3 });
    const runId = await cluster.begin();
    await cluster.finish(runId, ({ counts }) => counts.executed === 1);
    await untilBegun();
    await cluster.set({ "automation.schedule": neverOpen("Now") });
    const ended = await cluster.finish(runId);
    expect(ended).toMatchObject({ outcome: "stopped", counts: { executed: 1, done: 1 } });
    expect(ended.sentence).toContain('In the blackout "Now"');
    expect(cluster.migrateCalls()).toBe(1);
  }, 60_000);

  it("whose window closes before its move has begun does not begin it, also where nobody carries the run on", async () => {
    const runId = await cluster.begin();
    const { decisions } = await cluster.finish(runId, ({ counts }) => counts.executed === 1);
    await cluster.set({ "automation.schedule": neverOpen("Now") });
    const moveId = decisions.find(({ moveId: id }) => id !== null)?.moveId ?? "";
    expect(await cluster.drive(moveId)).toMatchObject({ state: "waiting" });
    expect((await cluster.drive(moveId)).trouble).toContain('In the blackout "Now"');
    expect(cluster.migrateCalls()).toBe(0);
    const ended = await cluster.finish(runId);
    expect(ended).toMatchObject({ outcome: "held", counts: { executed: 0, done: 0, pending: 0 } });
    expect(ended.decisions.find((one) => one.moveId === moveId)).toMatchObject({
      ...{ action: "deferred", guardrail: "schedule", moveState: "superseded" },
      reason: expect.stringContaining('In the blackout "Now"'),
    });
    expect((await cluster.drive(moveId)).state).toBe("superseded");
  }, 60_000);

  it("whose window closes while its move is being checked does not have it submitted", async () => {
    const runId = await cluster.begin();
    const { decisions } = await cluster.finish(runId, ({ counts }) => counts.executed === 1);
    const moveId = decisions.find(({ moveId: id }) => id !== null)?.moveId ?? "";
    const checking = { until: (move: MoveDetail) => move.state === "preflight", timings: { sliceMs: 0 } };
    expect(await cluster.drive(moveId, checking)).toMatchObject({ state: "preflight" });
    await cluster.set({ "automation.schedule": neverOpen("Now") });
    const ended = await cluster.finish(runId);
    expect(ended).toMatchObject({ outcome: "held", counts: { executed: 0, pending: 0 } });
    const reasons = ended.decisions.filter(({ guardrail }) => guardrail === "schedule");
    expect(reasons).toHaveLength(2);
    expect((await cluster.drive(moveId)).state).toBe("superseded");
    expect(cluster.migrateCalls()).toBe(0);
    expect(await prisma.moveSlot.count()).toBe(0);
  }, 60_000);

  it("that dies between choosing a move's id and asking for the move asks for it once", async () => {
    const runId = await cluster.begin();
    await cluster.finish(runId, ({ rounds }) => rounds === 1);
    const [first] = await prisma.automationDecision.findMany({ where: { action: "pending" }, take: 1 });
    const moveId = crypto.randomUUID();
    await prisma.automationDecision.updateMany({
      where: { runId, rank: first?.rank ?? 0 },
      data: { action: "executed", moveId },
    });
    const ended = await cluster.finish(runId);
    expect(ended).toMatchObject({ outcome: "moved", counts: { executed: 2, done: 2 } });
    expect(await prisma.move.findUnique({ where: { id: moveId } })).toMatchObject({ vmid: first?.vmid });
    expect(cluster.migrateCalls()).toBe(2);
  }, 120_000);

  it("that is asked for while another one is under way is refused with a sentence", async () => {
    const runId = await cluster.begin();
    await expect(cluster.begin()).rejects.toThrow(/is under way in .*; wait until it has ended\.$/);
    await cluster.finish(runId, ({ rounds }) => rounds === 1);
  }, 60_000);

  it("without a young reading says so and ends", async () => {
    await cluster.simulator.stop();
    await prisma.$executeRaw`DELETE FROM metrics.snapshot`;
    const ended = await cluster.finish(await cluster.begin());
    expect(ended).toMatchObject({ outcome: "stale", rounds: 0 });
    expect(ended.sentence).toMatch(/no reading of this cluster that is young enough/);
  }, 60_000);
});

describe("by itself", () => {
  it("nothing runs while it is switched off, as it is at install", async () => {
    await cluster.set({ "automation.enabled": false });
    expect(await beginRuns(Date.now())).toEqual({ begun: 0, woken: 0 });
    expect(await newestRun()).toBeNull();
  });

  it("a run begins once an interval, however often and in however many processes that is looked at", async () => {
    const startMs = Math.ceil(Date.now() / MINUTE) * MINUTE;
    const looks = await Promise.all([beginRuns(startMs), beginRuns(startMs + 40), beginRuns(startMs + 90)]);
    expect(looks.reduce((sum, { begun }) => sum + begun, 0)).toBe(1);
    const first = await newestRun();
    expect(first).toMatchObject({ trigger: "interval", dryRun: false, requestedBy: "Evenkeel" });
    await prisma.automationRun.updateMany({
      data: { endedAt: new Date(), state: "ended", outcome: "nothing" },
    });
    expect(await beginRuns(startMs + 4 * MINUTE)).toMatchObject({ begun: 0 });
    expect(await beginRuns(startMs + 5 * MINUTE)).toMatchObject({ begun: 1 });
  });

  it("a run is dry while the dry run is switched on, and stops when it is switched on in the middle", async () => {
    await cluster.set({ "automation.dryRun": true });
    await beginRuns(Date.now());
    const dry = await newestRun();
    expect(dry).toMatchObject({ dryRun: true });
    await cluster.finish(dry?.id ?? "");
    await cluster.set({ "automation.dryRun": false });
    await beginRuns(Date.now() + 10 * MINUTE);
    const real = await newestRun();
    await cluster.finish(real?.id ?? "", ({ rounds }) => rounds === 1);
    await cluster.set({ "automation.dryRun": true });
    const ended = await cluster.finish(real?.id ?? "");
    expect(ended).toMatchObject({ outcome: "held", counts: { executed: 0 } });
    expect(ended.sentence).toContain("The dry run was switched on meanwhile.");
    expect(cluster.migrateCalls()).toBe(0);
  }, 60_000);
});

describe("while the engine is paused", () => {
  const everything = { clusterId: null, reason: "kernel updates" };

  it("no run begins by itself, one that a person starts moves nothing, and both go on after the pause", async () => {
    await pauseEngine(operator, everything);
    expect(await beginRuns(Date.now())).toMatchObject({ begun: 0 });
    const ended = await cluster.finish(await cluster.begin());
    expect(ended).toMatchObject({ outcome: "held", counts: { executed: 0, pending: 0 } });
    expect(ended.sentence).toContain("kernel updates");
    await expect(pauseEngine(operator, everything)).rejects.toThrow("Everything is paused already.");
    const state = await resumeEngine(operator, { clusterId: null });
    expect(state.pauses).toEqual([]);
    await expect(resumeEngine(operator, { clusterId: null })).rejects.toThrow("Everything is not paused.");
    expect(await beginRuns(Date.now())).toMatchObject({ begun: 1 });
    expect(await prisma.event.count({ where: { kind: { in: ["engine-paused", "engine-resumed"] } } })).toBe(
      2,
    );
  }, 60_000);

  it("a run under way begins no further move, and one that waits is called off", async () => {
    const runId = await cluster.begin();
    await cluster.finish(runId, ({ counts }) => counts.executed === 1);
    await pauseEngine(operator, { clusterId: cluster.clusterId, reason: "" });
    const ended = await cluster.finish(runId);
    expect(ended).toMatchObject({ outcome: "held", counts: { executed: 0, done: 0, pending: 0 } });
    expect(cluster.migrateCalls()).toBe(0);
    expect((await prisma.move.findMany()).map(({ state }) => state)).toEqual(["superseded"]);
    expect(ended.decisions.filter(({ guardrail }) => guardrail === "paused").length).toBeGreaterThan(0);
  }, 60_000);
});

it("while a plan that a person approved is carried out, nothing begins but dry runs, and a run under way begins no further move", async () => {
  const runId = await cluster.begin();
  await cluster.finish(runId, ({ rounds }) => rounds === 1);
  const { clusterId } = cluster;
  await prisma.planRun.create({
    data: { clusterId, recommendationId: crypto.randomUUID(), requestedBy: "ana", planMovesCount: 1 },
  });
  const ended = await cluster.finish(runId);
  expect(ended).toMatchObject({ outcome: "held", counts: { executed: 0, pending: 0 } });
  expect(ended.sentence).toContain("The plan that ana approved is being carried out");
  expect(await beginRuns(Date.now())).toMatchObject({ begun: 0 });
  await expect(cluster.begin()).rejects.toThrow("The plan that ana approved is being carried out");
  expect(await cluster.finish(await cluster.begin(true))).toMatchObject({ outcome: "dry-run" });
}, 60_000);

describe("after a move that fails", () => {
  it("the run ends and the cluster is paused, once", async () => {
    await cluster.set({ "planning.maxPerCluster": 1, "automation.maxMovesPerRun": 3 });
    cluster.proxy.drop("refuse");
    const ended = await cluster.finish(await cluster.begin());
    expect(ended).toMatchObject({ outcome: "failed", counts: { executed: 1, done: 0, failed: 1 } });
    expect(ended.sentence).toMatch(/could not be moved to pve[23]: /);
    const [pause] = await prisma.enginePause.findMany();
    expect(pause).toMatchObject({ scope: cluster.clusterId, by: "Evenkeel", byFailure: true });
    expect(pause?.reason).toMatch(/^VM 10\d \(vm10\d\) could not be moved to pve\d$/);
    expect(await beginRuns(Date.now())).toMatchObject({ begun: 0 });
    expect(await prisma.event.count({ where: { kind: "engine-paused", severity: "critical" } })).toBe(1);
  }, 60_000);

  it("only the run ends where that is set so", async () => {
    await cluster.set({ "planning.maxPerCluster": 1, "automation.pauseOnFailure": false });
    cluster.proxy.drop("refuse");
    const ended = await cluster.finish(await cluster.begin());
    expect(ended).toMatchObject({ outcome: "failed", counts: { executed: 1, failed: 1 } });
    expect(await prisma.enginePause.count()).toBe(0);
  }, 60_000);

  it("a guest that cannot be moved just now is left out, and the others go on", async () => {
    const runId = await cluster.begin();
    const { decisions } = await cluster.finish(runId, ({ rounds }) => rounds === 1);
    const [first] = decisions.filter(({ action }) => action === "pending");
    await cluster.simulator.post({ do: "guest-lock", vmid: first?.vmid, lock: "backup" });
    const ended = await cluster.finish(runId);
    expect(ended.outcome).toBe("moved");
    expect(ended.counts.done).toBeGreaterThan(0);
    expect(cluster.nodeOf(first?.vmid ?? 0)).toBe("pve1");
    expect(await prisma.enginePause.count()).toBe(0);
  }, 60_000);
});

function neverOpen(name: string): string {
  const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
  const blackouts = [{ name, enabled: true, days, start: "00:00", end: "24:00" }];
  return JSON.stringify({ timeZone: "UTC", windows: [], blackouts });
}

/** Takes the only move so far that Proxmox VE has been asked for it. */
async function untilBegun(): Promise<void> {
  const move = await prisma.move.findFirst({ select: { id: true } });
  await cluster.drive(move?.id ?? "", { until: ({ upid }) => upid !== null, timings: { sliceMs: 0 } });
}
