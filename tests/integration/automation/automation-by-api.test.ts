import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GET as readAutomation } from "@/app/api/v1/automation/route";
import { POST as runNow } from "@/app/api/v1/automation/run/route";
import { GET as exportDecisions } from "@/app/api/v1/automation/runs/[runId]/export/route";
import { GET as readRun } from "@/app/api/v1/automation/runs/[runId]/route";
import { GET as exportRuns } from "@/app/api/v1/automation/runs/export/route";
import { GET as readRuns } from "@/app/api/v1/automation/runs/route";
import { POST as pause } from "@/app/api/v1/engine/pause/route";
import { POST as resume } from "@/app/api/v1/engine/resume/route";
import { GET as readEngine } from "@/app/api/v1/engine/route";
import { PUT as changeSettings } from "@/app/api/v1/settings/route";
import { pruneRuns } from "@/lib/server/automation/prune-runs";
import { prisma } from "@/lib/server/db/prisma";
import { type AutomatedCluster, startAutomatedCluster } from "@/tests/support/automation/automated-cluster";
import { type AnyHandler, callRoute, type RouteCallInput } from "@/tests/support/call-route";
import { useTestDatabase } from "@/tests/support/database";
import { type SignedIn, signedIn } from "@/tests/support/signed-in";

useTestDatabase();
process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");

let cluster: AutomatedCluster;
let admin: SignedIn;
let operator: SignedIn;
let viewer: SignedIn;
beforeAll(async () => {
  cluster = await startAutomatedCluster({ "automation.maxMovesPerRun": 1 });
  admin = await signedIn({ role: "admin" });
  operator = await signedIn({ role: "operator", username: "ana" });
  viewer = await signedIn({ role: "viewer" });
});
afterAll(() => cluster.stop());

async function call(handler: AnyHandler, input: RouteCallInput = {}) {
  const response = await callRoute(handler, { cookie: operator.cookie, ...input });
  const body = await response.json();
  return { status: response.status, data: body.data, meta: body.meta, error: body.error };
}
const post = (handler: AnyHandler, body: unknown, cookie = operator.cookie) =>
  call(handler, { method: "POST", body, cookie });
const asViewer = async (handler: AnyHandler, input: RouteCallInput = {}) =>
  await call(handler, { cookie: viewer.cookie, ...input });

describe("runs", () => {
  it("are begun by an operator, listed page by page, and tell everything that they decided", async () => {
    const { clusterId } = cluster;
    const begun = await post(runNow, { clusterId, dryRun: false });
    expect(begun).toMatchObject({
      status: 202,
      data: { trigger: "person", requestedBy: "ana", state: "queued", outcome: null, rounds: 0 },
    });
    expect(await post(runNow, { clusterId, dryRun: true })).toMatchObject({ status: 409 });
    expect((await asViewer(readEngine)).data.clusters).toMatchObject([
      { activity: "running", activeRunId: begun.data.id },
    ]);
    await cluster.finish(begun.data.id);
    await cluster.finish((await post(runNow, { clusterId, dryRun: true })).data.id);

    const first = await asViewer(readRuns, { path: "/api/v1/automation/runs?limit=1" });
    expect(first).toMatchObject({ data: [{ dryRun: true, outcome: "dry-run" }], meta: { total: 2 } });
    const second = await asViewer(readRuns, {
      path: `/api/v1/automation/runs?limit=1&cursor=${first.meta.nextCursor}`,
    });
    expect(second).toMatchObject({
      data: [{ id: begun.data.id, outcome: "moved" }],
      meta: { nextCursor: null },
    });
    const moved = await asViewer(readRuns, { path: "/api/v1/automation/runs?outcome=moved" });
    expect(moved.data).toHaveLength(1);
    const other = await asViewer(readRuns, {
      path: `/api/v1/automation/runs?cluster=${crypto.randomUUID()}`,
    });
    expect(other.data).toEqual([]);

    const { data: run } = await asViewer(readRun, { params: { runId: begun.data.id } });
    expect(run.decisions.map(({ action }: { action: string }) => action)).toContain("executed");
    expect(run.settings).toMatchObject({ "automation.maxMovesPerRun": 1, "automation.cooldownMinutes": 30 });
    await prisma.automationDecision.updateMany({
      where: { runId: begun.data.id, action: "executed" },
      data: { reason: "It was said anew." },
    });
    const { data: later } = await asViewer(readRun, { params: { runId: begun.data.id } });
    expect(later.decisions.map(({ reason }: { reason: string }) => reason)).toContain("It was said anew.");
    const audited = await prisma.auditEntry.findMany({ where: { action: "automation.run" } });
    expect(audited.map(({ actorName, result }) => [actorName, result])).toEqual([
      ["ana", "ok"],
      ["ana", "conflict"],
      ["ana", "ok"],
    ]);
  }, 120_000);

  it("and their decisions can be taken away as comma-separated values without formulas", async () => {
    const run = await prisma.automationRun.findFirst({ where: { outcome: "moved" } });
    const runId = run?.id ?? "";
    await prisma.automationDecision.updateMany({
      where: { runId },
      data: { guestName: '=cmd|"/c calc"!A1' },
    });
    const runs = await callRoute(exportRuns, { cookie: viewer.cookie });
    expect(runs.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(runs.headers.get("content-disposition")).toMatch(/^attachment; filename="[\w.-]+\.csv"$/);
    const lines = (await runs.text()).trim().split("\r\n");
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/run,cluster,started,/);
    const decisions = await callRoute(exportDecisions, { cookie: viewer.cookie, params: { runId } });
    const text = await decisions.text();
    expect(text).toContain(`"'=cmd|""/c calc""!A1"`);
    expect(text.trim().split("\r\n").length).toBe(
      1 + (await prisma.automationDecision.count({ where: { runId } })),
    );
  });

  it("are listed with the counts of their end, without reading what they decided", async () => {
    const list = async () => (await asViewer(readRuns)).data;
    const before = await list();
    expect(before[1]).toMatchObject({ outcome: "moved", counts: { executed: 1, done: 1, pending: 0 } });
    const decisions = await prisma.automationDecision.findMany();
    await prisma.automationDecision.deleteMany();
    expect(await list()).toEqual(before);
    // Runs from before there were such counts, and those that go on, are counted.
    await prisma.automationDecision.createMany({ data: decisions });
    await prisma.$executeRaw`UPDATE automation_run SET counts = NULL`;
    expect(await list()).toEqual(before);
  });

  it("count the last word on every move, and one that was made as made", async () => {
    const { clusterId } = cluster;
    const word = (
      round: number,
      rank: number,
      vmid: number,
      action: string,
      moveState: string | null = null,
    ) => ({
      ...{ ...aDecision(), round, rank, vmid, action, moveState },
      moveId: action === "executed" ? crypto.randomUUID() : null,
    });
    const { id } = await prisma.automationRun.create({
      data: {
        ...{ clusterId, trigger: "person", requestedBy: "ana", dryRun: false, state: "moving", rounds: 2 },
        endedAt: new Date(),
        decisions: {
          create: [
            ...[word(1, 1, 100, "executed", "done"), word(1, 2, 101, "pending"), word(1, 3, 102, "filtered")],
            ...[
              word(1, 4, 103, "executed", "failed"),
              word(1, 5, 104, "executed"),
              word(1, 6, 105, "observing"),
            ],
            ...[word(2, 1, 101, "deferred"), word(2, 2, 100, "skipped"), word(2, 3, 106, "pending")],
          ],
        },
      },
    });
    const { data } = await asViewer(readRun, { params: { runId: id } });
    expect(data.counts).toEqual({
      ...{ planned: 7, pending: 1, executed: 3, skipped: 0, filtered: 1, deferred: 1, observing: 1 },
      ...{ done: 1, failed: 1 },
    });
    await prisma.automationRun.delete({ where: { id } });
  });

  it("leave a guest that rests, and an observation, to be seen", async () => {
    const [state] = (await asViewer(readAutomation)).data;
    expect(state).toMatchObject({
      clusterId: cluster.clusterId,
      enabled: true,
      dryRun: false,
      paused: false,
      activeRun: null,
      lastRun: { dryRun: true },
      schedule: { open: true, changesAtMs: null, timeZone: "UTC" },
      freeze: null,
      nativeBalancer: { automatic: false, warning: null },
    });
    expect(state.nextRunAtMs).toBeGreaterThan(Date.now() - 1_000);
    expect(state.cooldowns).toMatchObject([{ moves: 1, minutes: 30, lastFrom: "pve1" }]);
    expect(state.observations.length).toBeGreaterThan(0);
    expect(state.observations[0]).toMatchObject({ need: "balance", subject: "pve1", roundsNeeded: 1 });
  });
});

describe("the engine", () => {
  it("is paused and resumed everywhere and in one cluster, by operators only", async () => {
    const { clusterId } = cluster;
    const body = { clusterId, reason: "new switch." };
    expect((await post(pause, body, viewer.cookie)).status).toBe(403);
    expect(await post(pause, body)).toMatchObject({
      status: 200,
      data: {
        pauses: [{ scope: "cluster", clusterId, by: "ana", reason: "new switch", byFailure: false }],
        clusters: [{ activity: "paused", nextRunAtMs: null }],
      },
    });
    expect((await post(pause, body)).status).toBe(409);
    expect((await post(pause, {})).data.pauses).toHaveLength(2);
    const { data } = await asViewer(readEngine);
    expect(data.version).toMatch(/^\d+\.\d+\.\d+/);
    expect(data.clusters[0].sentence).toBe("Evenkeel was paused by ana.");
    expect((await asViewer(readAutomation)).data[0]).toMatchObject({ paused: true, nextRunAtMs: null });
    expect((await post(resume, { clusterId })).data.pauses).toMatchObject([{ scope: "all" }]);
    expect((await post(resume, {}, viewer.cookie)).status).toBe(403);
    expect((await post(resume, {})).data).toMatchObject({ pauses: [], clusters: [{ activity: "waiting" }] });
    expect((await post(resume, {})).status).toBe(409);
    const audited = await prisma.auditEntry.findMany({
      where: { action: { in: ["engine.pause", "engine.resume"] }, result: "ok" },
    });
    expect(audited.map(({ action, actorName }) => `${actorName} ${action}`)).toEqual([
      "ana engine.pause",
      "ana engine.pause",
      "ana engine.resume",
      "ana engine.resume",
    ]);
  });
});

it.each([
  ["a cluster that is not there", () => post(runNow, { clusterId: crypto.randomUUID(), dryRun: true }), 404],
  ["no cluster's id", () => post(runNow, { clusterId: "prod", dryRun: true }), 422],
  ["a run that is neither dry nor real", () => post(runNow, { clusterId: cluster.clusterId }), 422],
  ["a field too many", () => post(runNow, { clusterId: cluster.clusterId, dryRun: true, force: true }), 422],
  ["a pause of no cluster", () => post(pause, { clusterId: crypto.randomUUID() }), 404],
  ["a reason of a page", () => post(pause, { reason: "x".repeat(301) }), 422],
  ["a run that is not there", () => asViewer(readRun, { params: { runId: crypto.randomUUID() } }), 404],
  ["a cursor of another list", () => asViewer(readRuns, { path: "/api/v1/automation/runs?cursor=zzz" }), 422],
  [
    "an outcome that there is none",
    () => asViewer(readRuns, { path: "/api/v1/automation/runs?outcome=great" }),
    422,
  ],
  [
    "a window that ends when it begins",
    () => save("automation.schedule", badSchedule({ end: "22:00" })),
    422,
  ],
  ["a time zone that there is none", () => save("automation.schedule", badSchedule({}, "Mars/Olympus")), 422],
  ["a rest below zero", () => save("automation.cooldownMinutes", -1), 422],
])("refuses %s with a sentence", async (_what, ask, status) => {
  const answer = await ask();
  expect(answer.status).toBe(status);
  expect(answer.error.message).toMatch(/^[A-Z].*\.$/s);
});

function badSchedule(period: object, timeZone = "Europe/Berlin"): string {
  const whole = { name: "Nights", enabled: true, days: ["mon"], start: "22:00", end: "06:00", ...period };
  return JSON.stringify({ timeZone, windows: [whole], blackouts: [] });
}

async function save(key: string, value: unknown) {
  const body = { cluster: cluster.clusterId, values: { [key]: value } };
  return await call(changeSettings, { method: "PUT", body, cookie: admin.cookie });
}

it("old runs go, but never the last of its kind; those that moved nothing go after a week", async () => {
  const { clusterId } = cluster;
  await prisma.automationRun.deleteMany();
  const ago = (days: number) => new Date(Date.now() - days * 86_400_000);
  const run = (id: string, days: number, trigger: string) => ({
    id: `00000000-0000-4000-8000-00000000000${id}`,
    clusterId,
    trigger,
    requestedBy: "Evenkeel",
    dryRun: false,
    state: "ended",
    startedAt: ago(days),
    endedAt: ago(days),
  });
  await prisma.automationRun.createMany({
    data: [
      ...[run("1", 100, "interval"), run("2", 80, "interval"), run("3", 8, "interval")],
      ...[run("4", 6, "interval"), run("5", 200, "person")],
    ],
  });
  for (const runId of ["1", "2"].map((id) => run(id, 0, "").id))
    await prisma.automationDecision.create({ data: { ...aDecision(), runId } });
  expect(await pruneRuns(Date.now())).toBe(2);
  const left = await prisma.automationRun.findMany({ orderBy: { id: "asc" } });
  expect(left.map(({ id }) => id.slice(-1))).toEqual(["2", "4", "5"]);
});

function aDecision() {
  return {
    ...{ round: 1, rank: 1, unit: 1, wave: 1, decidedAt: new Date(), vmid: 100, fromNode: "pve1" },
    ...{ toNode: "pve2", kind: "live", need: "imbalance", subject: "pve1", temporary: false, forced: false },
    ...{ action: "executed", reason: "", confidence: 90, risk: 1, seconds: 1, downtimeMs: 1, bytes: 1 },
    moveId: crypto.randomUUID(),
  };
}
