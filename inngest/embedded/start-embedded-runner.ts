import type { Inngest, InngestFunction } from "inngest";
import { serve } from "inngest/edge";
import { env } from "@/lib/server/env";
import { registerDefinitions, registerRunner } from "@/lib/server/jobs/runner-registry";
import { EmbeddedRunner, type EmbeddedRunnerOptions } from "./embedded-runner";
import { readJobDefinitions } from "./read-job-definitions";
import { retryDelayMs } from "./retry-delay";

const WORKERS = 20;
const POLL_MS = 10_000;
const JANITOR_MS = 2_000;
/** A little over a minute: what ticks within the minute writes nothing to the queue. */
const PARK_MS = 75_000;

export interface StartRunnerInput {
  readonly client: Inngest.Any;
  readonly functions: readonly InngestFunction.Any[];
  readonly signingKey: string;
  readonly options?: Partial<EmbeddedRunnerOptions>;
}

/**
 * Starts running the functions in this process.
 *
 * @throws UnsupportedOptionError when a function needs what only an Inngest server can do
 */
export async function startEmbeddedRunner(input: StartRunnerInput): Promise<EmbeddedRunner> {
  const { client, functions, signingKey } = input;
  const definitions = readJobDefinitions(client, functions);
  const handler = serve({ client, functions: [...functions] });
  const runner = new EmbeddedRunner({
    caller: { handler, appId: client.id, signingKey },
    definitions,
    databaseUrl: env.DATABASE_URL,
    now: Date.now,
    retryDelayMs,
    concurrency: WORKERS,
    pollMs: POLL_MS,
    janitorMs: JANITOR_MS,
    parkMs: PARK_MS,
    onBoundary: () => undefined,
    ...input.options,
  });
  registerDefinitions(definitions);
  registerRunner({ send: (events) => runner.send(events) });
  await runner.start();
  return runner;
}
