import { once } from "node:events";
import { beforeAll, describe, expect, it } from "vitest";
import { pool } from "@/lib/server/db/pool";
import { useTestDatabase } from "@/tests/support/database";
import { startTestRunner, type TestRunner } from "@/tests/support/job-runner";
import { spawnTestProcess } from "@/tests/support/spawn-test-process";

const { url } = useTestDatabase();

beforeAll(async () => {
  const runner: TestRunner = await startTestRunner(() => []);
  await runner.stop();
});

/** Starts a process with a step under way, an open stream and a slow request, and tells it to end. */
async function endWhileBusy({ stepMs, patienceMs }: { stepMs: number; patienceMs: number }) {
  await pool().query("delete from job_run");
  await pool().query("select graphile_worker.add_job('take-events', $1::json)", [
    JSON.stringify({ events: [{ name: "slow", data: {} }] }),
  ]);
  const { child, ended } = spawnTestProcess("tests/integration/jobs/ending-process.ts", {
    DATABASE_URL: url,
    STEP_MS: String(stepMs),
    PATIENCE_MS: String(patienceMs),
  });
  let output = "";
  while (!(output.includes("busy") && output.includes("port "))) {
    const [chunk] = await Promise.race([once(child.stdout ?? child, "data"), ended.then(() => [null])]);
    if (chunk === null) throw new Error((await ended).output);
    output += String(chunk);
  }
  const origin = `http://127.0.0.1:${/port (\d+)/.exec(output)?.[1]}`;
  const answers = await Promise.all([fetch(`${origin}/stream`), fetch(`${origin}/slow`)]);
  const texts = Promise.all(answers.map((answer) => answer.text().catch(() => "cut")));
  const startedAt = Date.now();
  child.kill("SIGTERM");
  const { code, signal } = await ended;
  return { code, signal, tookMs: Date.now() - startedAt, texts: await texts };
}

async function steps(): Promise<readonly unknown[]> {
  const rows = await pool().query("select name, status from job_step where op = 'StepRun' order by position");
  return rows.rows;
}

describe("a process that is told to end", () => {
  it("lets the step and the requests under way end, closes its streams, and begins nothing new", async () => {
    const { code, tookMs, texts } = await endWhileBusy({ stepMs: 1_000, patienceMs: 30_000 });
    expect({ code, texts }).toEqual({ code: 143, texts: ["open\nclosed\n", "open\nanswered\n"] });
    expect(tookMs).toBeLessThan(20_000);
    expect(await steps()).toEqual([{ name: "slow", status: "completed" }]);
    const runs = await pool().query("select ended_at from job_run");
    expect(runs.rows, "the run goes on in another process").toEqual([{ ended_at: null }]);
    const locked = await pool().query(
      "select 1 from graphile_worker._private_jobs where locked_at is not null",
    );
    expect(locked.rows, "nothing is left locked").toEqual([]);
  });

  it("does not wait longer for a step than it was told, and leaves it to the next", async () => {
    const { code, tookMs } = await endWhileBusy({ stepMs: 120_000, patienceMs: 2_000 });
    expect(code).toBe(143);
    expect(tookMs).toBeGreaterThanOrEqual(2_000);
    expect(tookMs).toBeLessThan(30_000);
    const runs = await pool().query("select ended_at from job_run");
    expect(runs.rows).toEqual([{ ended_at: null }]);
  });
});
