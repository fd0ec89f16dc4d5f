import { runMigrations } from "graphile-worker";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { readRunDetail } from "@/lib/server/automation/read-runs";
import { prisma } from "@/lib/server/db/prisma";
import { QUEUE_SCHEMA } from "@/lib/server/jobs/queue-jobs";
import { type AutomatedCluster, startAutomatedCluster } from "@/tests/support/automation/automated-cluster";
import { useTestDatabase } from "@/tests/support/database";
import { spawnTestProcess, type TestProcess } from "@/tests/support/spawn-test-process";

const database = useTestDatabase();
process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");
const PROCESS = "tests/integration/automation/run-process.ts";

let cluster: AutomatedCluster;
const started: TestProcess[] = [];
beforeAll(async () => {
  await runMigrations({ connectionString: database.url, schema: QUEUE_SCHEMA });
});
beforeEach(async () => {
  // Only runs that are asked for: the minute must not begin others beside them.
  cluster = await startAutomatedCluster({ "automation.enabled": false, "planning.maxPerCluster": 1 });
});
afterEach(async () => {
  await cluster.stop();
  await prisma.cluster.deleteMany();
});
afterAll(async () => {
  for (const { child } of started) child.kill("SIGKILL");
  await Promise.all(started.map(({ ended }) => ended));
});

function startRunner(runId: string, env: Readonly<Record<string, string>> = {}): TestProcess {
  const runner = spawnTestProcess(PROCESS, { DATABASE_URL: database.url, RUN_ID: runId, ...env });
  started.push(runner);
  return runner;
}

/** What was decided was asked for once, and is where it belongs. */
async function isMadeOnce(runId: string): Promise<void> {
  const run = await readRunDetail(runId);
  expect(run, run.sentence).toMatchObject({ outcome: "moved", counts: { executed: 2, done: 2, pending: 0 } });
  const keys = run.decisions.map(({ round, rank }) => `${round}/${rank}`);
  expect(new Set(keys).size).toBe(keys.length);
  expect(await prisma.move.count()).toBe(2);
  expect(cluster.migrateCalls()).toBe(2);
  expect(await prisma.moveSlot.count()).toBe(0);
  expect(
    await prisma.auditEntry.count({ where: { action: "automation.end", target: `automation-run:${runId}` } }),
  ).toBe(1);
}

it.each(["1", "2"])(
  "a run whose runner is killed at its boundary %s is ended by the next one, and repeats nothing",
  async (boundary) => {
    const runId = await cluster.begin();
    const { signal, output } = await startRunner(runId, { CRASH_AT: boundary }).ended;
    expect(signal, output).toBe("SIGKILL");
    const next = await startRunner(runId).ended;
    expect(next.code, next.output).toBe(0);
    await isMadeOnce(runId);
  },
  240_000,
);

it("a run whose runner is killed while its first move is under way is ended by the next one, and repeats nothing", async () => {
  const runId = await cluster.begin();
  const runner = startRunner(runId);
  await vi.waitFor(() => expect(cluster.migrateCalls()).toBe(1), { timeout: 60_000, interval: 10 });
  runner.child.kill("SIGKILL");
  await runner.ended;
  const next = await startRunner(runId).ended;
  expect(next.code, next.output).toBe(0);
  await isMadeOnce(runId);
}, 240_000);

it("two processes carry out one run once", async () => {
  const runId = await cluster.begin();
  const ends = await Promise.all([startRunner(runId).ended, startRunner(runId).ended]);
  expect(
    ends.map(({ code }) => code),
    ends.map(({ output }) => output).join("\n"),
  ).toEqual([0, 0]);
  await isMadeOnce(runId);
}, 240_000);
