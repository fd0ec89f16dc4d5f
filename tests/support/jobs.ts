import { randomBytes } from "node:crypto";
import { Inngest, type InngestFunction } from "inngest";
import { vi } from "vitest";
import type { EmbeddedRunnerOptions } from "@/inngest/embedded/embedded-runner";
import { startEmbeddedRunner } from "@/inngest/embedded/start-embedded-runner";
import { takeInProcess } from "@/inngest/embedded/take-in-process";
import { pool } from "@/lib/server/db/pool";
import type { SentEvent } from "@/lib/server/jobs/dispatch-events";

export type TestClient = Inngest<{ id: string }>;

export interface TestRunner {
  readonly client: TestClient;
  send(event: SentEvent): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export function testClient(signingKey: string): TestClient {
  const quiet = { info() {}, warn() {}, error() {}, debug() {} };
  return new Inngest({
    id: "test-app",
    isDev: false,
    baseUrl: "http://embedded.invalid",
    eventKey: "embedded",
    signingKey,
    fetch: takeInProcess,
    logger: quiet,
    aiMetadata: false,
  });
}

/** The embedded runner with the given functions on the test's database; quick retries and a quick janitor. */
export async function startTestRunner(
  functionsOf: (client: TestClient) => readonly InngestFunction.Any[],
  options: Partial<EmbeddedRunnerOptions> = {},
): Promise<TestRunner> {
  const signingKey = randomBytes(32).toString("hex");
  const client = testClient(signingKey);
  const runner = await startEmbeddedRunner({
    client,
    functions: functionsOf(client),
    signingKey,
    options: { concurrency: 8, pollMs: 1_000, janitorMs: 100, retryDelayMs: () => 20, ...options },
  });
  return {
    client,
    send: async (event) => (await runner.send([event])).runIds,
    stop: () => runner.stop(),
  };
}

export interface StoredRun {
  readonly id: string;
  readonly function_id: string;
  readonly status: string;
  readonly output: unknown;
  readonly error: { readonly name: string; readonly message: string } | null;
  readonly started_at: Date;
  readonly ended_at: Date | null;
  readonly event: { readonly data: Record<string, unknown> };
}

export async function readRuns(functionId: string): Promise<readonly StoredRun[]> {
  const runs = await pool().query<StoredRun>(
    "select * from job_run where function_id = $1 order by queued_at, id",
    [functionId],
  );
  return runs.rows;
}

/** Waits until `count` runs of the function have ended and returns all of its runs. */
export async function endedRuns(functionId: string, count = 1): Promise<readonly StoredRun[]> {
  return await vi.waitFor(
    async () => {
      const runs = await readRuns(functionId);
      const ended = runs.filter(({ ended_at }) => ended_at !== null);
      if (ended.length < count)
        throw new Error(`${ended.length} of ${count} runs of ${functionId} have ended`);
      return runs;
    },
    { timeout: 20_000, interval: 20 },
  );
}
