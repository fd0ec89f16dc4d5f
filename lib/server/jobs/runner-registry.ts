import "server-only";
import type { SentEvent } from "./dispatch-events";
import type { JobDefinition } from "./job-definition";

/** The embedded runner of this process, as the rest of the server sees it. */
export interface RegisteredRunner {
  readonly send: (events: readonly SentEvent[]) => Promise<{ readonly eventIds: readonly string[] }>;
}

interface Registry {
  runner: RegisteredRunner | null;
  definitions: readonly JobDefinition[];
}

// Instrumentation and route handlers are separate bundles: a variable of this module would exist twice.
const KEY = Symbol.for("evenkeel.jobs.registry");
const shared = globalThis as typeof globalThis & { [KEY]?: Registry };

function registry(): Registry {
  shared[KEY] ??= { runner: null, definitions: [] };
  return shared[KEY];
}

export function registerRunner(runner: RegisteredRunner | null): void {
  registry().runner = runner;
}

/** The embedded runner of this process; null when it does not run here. */
export function findRunner(): RegisteredRunner | null {
  return registry().runner;
}

export function registerDefinitions(definitions: readonly JobDefinition[]): void {
  registry().definitions = definitions;
}

/** The functions of this application, however they are run; empty before the server has started. */
export function registeredDefinitions(): readonly JobDefinition[] {
  return registry().definitions;
}
