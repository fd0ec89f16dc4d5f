import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pool } from "@/lib/server/db/pool";
import { useTestDatabase } from "@/tests/support/database";
import { startTestRunner } from "@/tests/support/job-runner";
import { spawnTestProcess } from "@/tests/support/spawn-test-process";
import { STEP_LOG, VOYAGE_RESULT, voyageFunctions } from "./voyage";

const { url } = useTestDatabase();

const PROCESS = "tests/integration/jobs/voyage-process.ts";
const INSIDE = ["a", "b", "c", "h", "d"].map((step) => `inside:${step}`);

interface Crash {
  readonly name: string;
  readonly signal: string | null;
  readonly runId: string;
  readonly finished: readonly string[];
  readonly started: ReadonlyMap<string, number>;
}
const crashes: Crash[] = [];

async function startsOf(runId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await pool().query<{ step: string; count: number }>(
    "select step, count(*)::int as count from step_log where run_id = $1 group by step",
    [runId],
  );
  return new Map(rows.rows.map(({ step, count }) => [step, count]));
}

async function finishedSteps(name: string): Promise<readonly string[]> {
  const rows = await pool().query<{ name: string }>(
    `select step.name from job_step step join job_run run on run.id = step.run_id
     where run.event -> 'data' ->> 'case' = $1 and step.status = 'completed' and step.op = 'StepRun'`,
    [name],
  );
  return rows.rows.map((row) => row.name);
}

async function crashAt(name: string): Promise<void> {
  await pool().query(`select graphile_worker.add_job('take-events', $1::json, max_attempts => 100)`, [
    JSON.stringify({ events: [{ name: "voyage", data: { case: name } }] }),
  ]);
  const { signal, code, output } = await spawnTestProcess(PROCESS, { DATABASE_URL: url, CRASH: name }).ended;
  if (signal === null && code !== 0) throw new Error(output);
  const run = await pool().query<{ id: string }>(
    "select id from job_run where function_id = 'voyage' and event -> 'data' ->> 'case' = $1",
    [name],
  );
  const runId = run.rows[0]?.id ?? "";
  crashes.push({ name, signal, runId, finished: await finishedSteps(name), started: await startsOf(runId) });
}

beforeAll(async () => {
  const runner = await startTestRunner(voyageFunctions);
  await runner.stop();
  await pool().query(STEP_LOG);
  for (const name of INSIDE) await crashAt(name);
  for (let boundary = 1; crashes.at(-1)?.signal !== null; boundary += 1)
    await crashAt(`boundary:${boundary}`);
  const last = await spawnTestProcess(PROCESS, { DATABASE_URL: url }).ended;
  if (last.code !== 0) throw new Error(last.output);
}, 240_000);

afterAll(async () => {
  await pool().query("drop table if exists step_log");
});

describe("a process that is killed", () => {
  it("dies at every boundary between two steps and inside every step", () => {
    const killed = crashes.filter(({ signal }) => signal === "SIGKILL").map(({ name }) => name);
    expect(killed).toEqual(expect.arrayContaining(INSIDE));
    expect(killed.length).toBeGreaterThanOrEqual(INSIDE.length + 20);
    expect(crashes.length, "all but the last, which found no further boundary").toBe(killed.length + 1);
  });

  it("leaves runs that others bring to their end", async () => {
    const runs = await pool().query(
      "select status, output, error from job_run where function_id = 'voyage' order by id",
    );
    expect(runs.rows).toHaveLength(crashes.length);
    for (const run of runs.rows)
      expect(run).toEqual({ status: "completed", output: VOYAGE_RESULT, error: null });
  });

  it("never causes a finished step to run again", async () => {
    for (const { name, runId, finished, started } of crashes) {
      const now = await startsOf(runId);
      for (const step of finished) expect(now.get(step), `${step} after ${name}`).toBe(started.get(step));
    }
  });

  it("costs at most one repeat of a step that was under way", async () => {
    for (const { runId, name } of crashes) {
      const extra = [...(await startsOf(runId)).values()].reduce((sum, count) => sum + count - 1, 0);
      expect(extra, name).toBeLessThanOrEqual(2);
    }
  });

  it("leaves nothing behind in the queue", async () => {
    const left = await pool().query("select * from graphile_worker._private_jobs");
    expect(left.rows).toEqual([]);
  });
});
