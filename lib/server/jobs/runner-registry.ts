import "server-only";
import type { SentEvent } from "./dispatch-events";
import type { JobDefinition } from "./job-definition";

/** The embedded runner of this process, as the rest of the server sees it. */
export interface RegisteredRunner {
  readonly definitions: readonly JobDefinition[];
  readonly send: (events: readonly SentEvent[]) => Promise<{ readonly eventIds: readonly string[] }>;
}

// Instrumentation and route handlers are separate bundles: a variable of this module would exist twice.
const KEY = Symbol.for("evenkeel.jobs.runner");
const shared = globalThis as typeof globalThis & { [KEY]?: RegisteredRunner | undefined };

export function registerRunner(runner: RegisteredRunner | null): void {
  shared[KEY] = runner ?? undefined;
}

export function findRunner(): RegisteredRunner | null {
  return shared[KEY] ?? null;
}
