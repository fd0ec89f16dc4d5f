import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { EmbeddedRunner } from "@/inngest/embedded/embedded-runner";
import type { Viewer } from "@/lib/server/auth/viewer";
import { pool } from "@/lib/server/db/pool";
import { pruneEvents } from "@/lib/server/jobs/prune-events";
import { pruneJobs } from "@/lib/server/jobs/prune-jobs";
import { readJobFunctions } from "@/lib/server/jobs/read-job-functions";
import { readJobRun } from "@/lib/server/jobs/read-job-run";
import { readJobRunnerState } from "@/lib/server/jobs/read-job-runner-state";
import { readJobRuns } from "@/lib/server/jobs/read-job-runs";
import { useTestDatabase } from "@/tests/support/database";
import { startTestSimulator, type TestSimulator } from "@/tests/support/simulator";

useTestDatabase();

const viewer: Viewer = { userId: "u", username: "u", name: "U", role: "viewer", sessionId: "s" };
const DAY_MS = 86_400_000;
let simulator: TestSimulator;
let runner: EmbeddedRunner;

beforeAll(async () => {
  simulator = await startTestSimulator(
    "cluster: alpha\nnodes:\n  - { name: pve1, cores: 8, memory: 34359738368 }\n  - { name: pve2, cores: 8, memory: 34359738368 }\n",
  );
  process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");
  process.env.EVENKEEL_DEMO_URL = simulator.url;
  process.env.EVENKEEL_DEMO_FINGERPRINT = simulator.fingerprint;
  process.env.EVENKEEL_DEMO_TOKEN = `${simulator.tokenId}=${simulator.tokenSecret}`;
  const { startServer } = await import("@/inngest/start-server");
  const started = await startServer();
  if (started === null) throw new Error("the embedded runner did not start");
  runner = started;
});

afterAll(async () => {
  await runner?.stop();
  await simulator?.stop();
});

describe("a server that has just started", () => {
  it("reads a cluster that the environment has just named at once", async () => {
    const memo = await vi.waitFor(
      async () => {
        const steps = await pool().query<{ memo: { data: unknown } }>(
          "select memo from job_step where name = 'collect-at-once' and status = 'completed'",
        );
        expect(steps.rows).toHaveLength(1);
        return steps.rows[0]?.memo;
      },
      { timeout: 20_000, interval: 50 },
    );
    expect(memo?.data).toMatchObject({ outcome: "stored" });
  });

  it("shows its functions, runs and steps", async () => {
    const functions = await readJobFunctions(viewer);
    const collect = functions.find(({ id }) => id === "collect-cluster");
    expect(collect).toMatchObject({ name: "Read a cluster", runsLastHour: 1, failuresLastHour: 0 });
    expect(functions.find(({ id }) => id === "collect-clusters")?.nextRunAtMs).toBeGreaterThan(Date.now());

    const { rows, meta } = await readJobRuns(viewer, { limit: 1, functionId: "collect-cluster" });
    expect(meta).toEqual({ total: 1, nextCursor: null });
    const detail = await readJobRun(viewer, rows[0]?.id ?? "");
    expect(detail.steps.map(({ name }) => name)).toEqual(expect.arrayContaining(["plan", "collect-at-once"]));
    await expect(readJobRun(viewer, "5b0f1d0e-3a0e-4f7c-9a55-0d4a2b6c7d8e")).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await readJobRunnerState(viewer)).toMatchObject({ runner: "embedded", workers: 1 });
  });

  it("pages through runs without losing or repeating one", async () => {
    await pool().query(
      `insert into job_run (id, function_id, status, event, event_name, queued_at, ended_at)
       select gen_random_uuid(), 'paged', 'completed', '{}', 'e', to_timestamp(1000000), to_timestamp(1000001)
       from generate_series(1, 25)`,
    );
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await readJobRuns(viewer, { limit: 10, functionId: "paged", ...(cursor && { cursor }) });
      seen.push(...page.rows.map(({ id }) => id));
      cursor = page.meta.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(new Set(seen).size).toBe(25);
    await expect(readJobRuns(viewer, { limit: 1, cursor: "x" })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });

  it("keeps failures longer than successes, and nothing for ever", async () => {
    const add = (status: string, daysAgo: number) =>
      pool().query(
        `insert into job_run (id, function_id, status, event, event_name, queued_at, ended_at)
         values (gen_random_uuid(), 'aged', $1::"JobRunStatus", '{}', 'e', $2, $2)`,
        [status, new Date(Date.now() - daysAgo * DAY_MS)],
      );
    await add("completed", 8);
    await add("completed", 2);
    await add("failed", 29);
    await add("failed", 31);

    expect(await pruneJobs(Date.now())).toBeGreaterThanOrEqual(2);
    expect(await pruneEvents(Date.now())).toBe(0);

    const left = await pool().query(
      "select status::text as status from job_run where function_id = 'aged' order by 1",
    );
    expect(left.rows).toEqual([{ status: "completed" }, { status: "failed" }]);
  });
});
