import { synchroniseEnvironmentClusters } from "@/lib/server/clusters/synchronise-environment-clusters";
import { collectWhileFull } from "@/lib/server/collection/collect-while-full";
import { markPeerAddresses } from "@/lib/server/http/peer-address";
import { registerDefinitions } from "@/lib/server/jobs/runner-registry";
import { usesInngestServer } from "@/lib/server/jobs/uses-inngest-server";
import { endInOrder, onShutdown } from "@/lib/server/lifecycle/shutdown";
import { untilDatabaseAnswers } from "@/lib/server/lifecycle/until-database-answers";
import { childLog } from "@/lib/server/log";
import { keepLog } from "@/lib/server/logs/keep-log";
import { maintainPartitions } from "@/lib/server/metrics/maintain-partitions";
import { embeddedSigningKey, inngest } from "./client";
import type { EmbeddedRunner } from "./embedded/embedded-runner";
import { startEmbeddedRunner } from "./embedded/start-embedded-runner";
import { functions, jobDefinitions } from "./index";

/** A step that takes longer than this when the process is told to end is left to the next start. */
const STOP_WITHIN_MS = 5_000;

// Next.js may evaluate instrumentation more than once; the runner must not start twice in a process.
const KEY = Symbol.for("evenkeel.jobs.started");
const shared = globalThis as typeof globalThis & { [KEY]?: Promise<EmbeddedRunner | null> };

/**
 * What the application does besides answering requests: clusters of the environment, sample tables, jobs.
 *
 * @returns the embedded runner; null when an Inngest server runs the jobs
 */
export function startServer(): Promise<EmbeddedRunner | null> {
  shared[KEY] ??= start();
  return shared[KEY];
}

async function start(): Promise<EmbeddedRunner | null> {
  markPeerAddresses();
  endInOrder({ patienceMs: STOP_WITHIN_MS });
  const stopKeeping = keepLog();
  onShutdown(stopKeeping);
  const log = childLog("jobs");
  await untilDatabaseAnswers(() => maintainPartitions(Date.now()));
  if (usesInngestServer()) {
    registerDefinitions(jobDefinitions());
    log.info("jobs are run by an Inngest server");
    await untilDatabaseAnswers(synchroniseEnvironmentClusters);
    return null;
  }
  const runner = await startEmbeddedRunner({ client: inngest, functions, signingKey: embeddedSigningKey() });
  onShutdown(() => runner.stop());
  const stopCollecting = collectWhileFull();
  onShutdown(async () => stopCollecting());
  log.info({ functions: functions.length }, "jobs are run by this process");
  // After the runner: a cluster that is new is read at once.
  await untilDatabaseAnswers(synchroniseEnvironmentClusters);
  return runner;
}
