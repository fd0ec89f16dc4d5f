import { beforeAll, describe, expect, it, vi } from "vitest";
import { pool } from "@/lib/server/db/pool";
import { useTestDatabase } from "@/tests/support/database";
import { startTestRunner } from "@/tests/support/job-runner";
import { spawnTestProcess, type TestProcess } from "@/tests/support/spawn-test-process";
import { STEP_LOG, VOYAGE_RESULT, voyageFunctions } from "./voyage";

const { url } = useTestDatabase();

const PROCESS = "tests/integration/jobs/voyage-process.ts";
const RUNS = 24;

async function sendVoyages(label: string): Promise<void> {
  const events = Array.from({ length: RUNS }, (_, n) => ({
    name: "voyage",
    id: `${label}-${n}`,
    data: { n },
  }));
  for (let copy = 0; copy < 2; copy += 1) {
    await pool().query("select graphile_worker.add_job('take-events', $1::json)", [
      JSON.stringify({ events }),
    ]);
  }
}

async function twoAtOnce(): Promise<readonly unknown[]> {
  const overlaps = await pool().query(
    `select a.run_id, a.step, a.pid, b.pid as other from step_log a join step_log b
       on a.run_id = b.run_id and a.step = b.step and a.id < b.id
       and b.started_at < coalesce(a.ended_at, '-infinity')`,
  );
  return overlaps.rows;
}

beforeAll(async () => {
  const runner = await startTestRunner(voyageFunctions);
  await runner.stop();
  await pool().query(STEP_LOG);
});

describe("two processes on one database", () => {
  it("share the runs, and no step runs twice", async () => {
    await sendVoyages("share");
    const processes = [1, 2].map(() => spawnTestProcess(PROCESS, { DATABASE_URL: url }));
    for (const { code, output } of await Promise.all(processes.map(({ ended }) => ended))) {
      expect(code, output).toBe(0);
    }

    const runs = await pool().query("select output from job_run where function_id = 'voyage'");
    expect(runs.rows).toEqual(Array.from({ length: RUNS }, () => ({ output: VOYAGE_RESULT })));
    const steps = await pool().query<{ starts: number; steps: number; processes: number }>(
      `select count(*)::int as starts, count(distinct (run_id, step))::int as steps,
              count(distinct pid)::int as processes from step_log`,
    );
    expect(steps.rows[0]).toEqual({ starts: RUNS * 5, steps: RUNS * 5, processes: 2 });
  }, 90_000);

  it("take over what the other was doing when it is killed, never beside it", async () => {
    await sendVoyages("takeover");
    const spawned: TestProcess[] = [1, 2].map(() => spawnTestProcess(PROCESS, { DATABASE_URL: url }));
    const pid = await vi.waitFor(
      async () => {
        const busy = await pool().query<{ pid: number }>(
          `select pid from step_log where pid = any($1::int[]) group by pid having count(*) > 10`,
          [spawned.map(({ child }) => child.pid)],
        );
        if (busy.rows[0] === undefined) throw new Error("nobody is busy yet");
        return busy.rows[0].pid;
      },
      { timeout: 30_000, interval: 5 },
    );
    const victim = spawned.find(({ child }) => child.pid === pid);
    const survivor = spawned.find((one) => one !== victim);
    victim?.child.kill("SIGKILL");
    const { code, output } = (await survivor?.ended) ?? { code: 1, output: "there was one process only" };
    expect(code, output).toBe(0);

    const failed = await pool().query(
      "select 1 from job_run where output is distinct from $1::jsonb and function_id = 'voyage'",
      [JSON.stringify(VOYAGE_RESULT)],
    );
    expect(failed.rows).toEqual([]);
    expect(await twoAtOnce()).toEqual([]);
  }, 90_000);
});
