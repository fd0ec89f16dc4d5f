import { runMigrations } from "graphile-worker";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { QUEUE_SCHEMA } from "@/lib/server/jobs/queue-jobs";
import { useTestDatabase, useTestDatabases } from "@/tests/support/database";
import { spawnTestProcess } from "@/tests/support/spawn-test-process";
import { STEP_LOG, VOYAGE_RESULT } from "./voyage";

useTestDatabase();
// Most of a case's time is the start of a process and the nap. Each lane has a database, so that nobody takes a run
// from the process that is to die with it.
const LANES = 3;
const databases = useTestDatabases(LANES);

const PROCESS = "tests/integration/jobs/voyage-process.ts";
const INSIDE = ["a", "b", "c", "h", "d"].map((step) => `inside:${step}`);

interface Crash {
  readonly lane: pg.Client;
  readonly name: string;
  readonly signal: string | null;
  readonly runId: string;
  readonly finished: readonly string[];
  readonly started: ReadonlyMap<string, number>;
}
const crashes: Crash[] = [];
const lanes: pg.Client[] = [];

async function startsOf(lane: pg.Client, runId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await lane.query<{ step: string; count: number }>(
    "select step, count(*)::int as count from step_log where run_id = $1 group by step",
    [runId],
  );
  return new Map(rows.rows.map(({ step, count }) => [step, count]));
}

async function finishedSteps(lane: pg.Client, name: string): Promise<readonly string[]> {
  const rows = await lane.query<{ name: string }>(
    `select step.name from job_step step join job_run run on run.id = step.run_id
     where run.event -> 'data' ->> 'case' = $1 and step.status = 'completed' and step.op = 'StepRun'`,
    [name],
  );
  return rows.rows.map((row) => row.name);
}

async function crashAt(lane: pg.Client, url: string, name: string): Promise<void> {
  await lane.query(`select graphile_worker.add_job('take-events', $1::json, max_attempts => 100)`, [
    JSON.stringify({ events: [{ name: "voyage", data: { case: name } }] }),
  ]);
  const { signal, code, output } = await spawnTestProcess(PROCESS, { DATABASE_URL: url, CRASH: name }).ended;
  if (signal === null && code !== 0) throw new Error(output);
  const run = await lane.query<{ id: string }>(
    "select id from job_run where function_id = 'voyage' and event -> 'data' ->> 'case' = $1",
    [name],
  );
  const runId = run.rows[0]?.id ?? "";
  const [finished, started] = [await finishedSteps(lane, name), await startsOf(lane, runId)];
  crashes.push({ lane, name, signal, runId, finished, started });
}

/** Takes the next case again and again until a boundary is not reached any more; then all is brought to its end. */
async function runLane(url: string, nextCase: () => string): Promise<void> {
  await runMigrations({ connectionString: url, schema: QUEUE_SCHEMA });
  const lane = new pg.Client({ connectionString: url });
  await lane.connect();
  lanes.push(lane);
  await lane.query(STEP_LOG);
  while (crashes.every(({ signal }) => signal !== null)) await crashAt(lane, url, nextCase());
  const last = await spawnTestProcess(PROCESS, { DATABASE_URL: url }).ended;
  if (last.code !== 0) throw new Error(last.output);
}

beforeAll(async () => {
  const waiting = [...INSIDE];
  let boundary = 0;
  const nextCase = () => {
    const inside = waiting.shift();
    if (inside === undefined) boundary += 1;
    return inside ?? `boundary:${boundary}`;
  };
  await Promise.all(databases.map(({ url }) => runLane(url, nextCase)));
}, 240_000);

afterAll(async () => {
  for (const lane of lanes) await lane.end();
});

describe("a process that is killed", () => {
  it("dies at every boundary between two steps and inside every step", () => {
    const killed = crashes.filter(({ signal }) => signal === "SIGKILL").map(({ name }) => name);
    expect(killed).toEqual(expect.arrayContaining(INSIDE));
    const boundaries = killed.length - INSIDE.length;
    expect(boundaries).toBeGreaterThanOrEqual(20);
    const reached = Array.from({ length: boundaries }, (_, n) => `boundary:${n + 1}`);
    expect(new Set(killed), "one that was not reached is behind the last").toEqual(
      new Set([...INSIDE, ...reached]),
    );
  });

  it("leaves runs that others bring to their end", async () => {
    const runs = await Promise.all(
      lanes.map((lane) =>
        lane.query("select status, output, error from job_run where function_id = 'voyage'"),
      ),
    );
    const rows = runs.flatMap((result) => result.rows);
    expect(rows).toHaveLength(crashes.length);
    for (const run of rows) expect(run).toEqual({ status: "completed", output: VOYAGE_RESULT, error: null });
  });

  it("never causes a finished step to run again", async () => {
    for (const { lane, name, runId, finished, started } of crashes) {
      const now = await startsOf(lane, runId);
      for (const step of finished) expect(now.get(step), `${step} after ${name}`).toBe(started.get(step));
    }
  });

  it("costs at most one repeat of a step that was under way", async () => {
    for (const { lane, runId, name } of crashes) {
      const extra = [...(await startsOf(lane, runId)).values()].reduce((sum, count) => sum + count - 1, 0);
      expect(extra, name).toBeLessThanOrEqual(2);
    }
  });

  it("leaves nothing behind in the queue", async () => {
    for (const lane of lanes) {
      const left = await lane.query("select * from graphile_worker._private_jobs");
      expect(left.rows).toEqual([]);
    }
  });
});
