import { randomBytes } from "node:crypto";
import { Inngest, type InngestFunction } from "inngest";
import type { EmbeddedRunnerOptions } from "@/inngest/embedded/embedded-runner";
import { startEmbeddedRunner } from "@/inngest/embedded/start-embedded-runner";
import { takeInProcess } from "@/inngest/embedded/take-in-process";
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
