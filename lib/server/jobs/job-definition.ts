import "server-only";

/** An event as functions see it. */
export interface JobEvent {
  readonly id: string;
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly ts: number;
}

/** Reads a key, such as `event.data.clusterId`, from the triggering event. */
export type KeyOf = (event: JobEvent) => string;

/** Compares the triggering event (`event`) with one that arrives later (`async`). */
export type EventCondition = (event: JobEvent, async: JobEvent) => boolean;

export type JobTrigger =
  | { readonly kind: "cron"; readonly cron: string }
  | { readonly kind: "event"; readonly event: string; readonly accepts: (event: JobEvent) => boolean };

export interface ConcurrencyLimit {
  readonly limit: number;
  readonly keyOf: KeyOf | null;
  /** Functions with the same scope and key share the limit. */
  readonly scope: string;
}

export interface JobCancellation {
  readonly event: string;
  readonly matches: EventCondition | null;
  /** Only this long after the run was queued; null for always. */
  readonly withinMs: number | null;
}

/** What the embedded runner has to know of one function; read from the function object itself. */
export interface JobDefinition {
  /** Without the app's prefix, such as `collect-cluster`. */
  readonly id: string;
  readonly name: string;
  readonly triggers: readonly JobTrigger[];
  /** Tries per step and of the function's body, at least 1. */
  readonly maxAttempts: number;
  readonly concurrency: readonly ConcurrencyLimit[];
  readonly singleton: { readonly keyOf: KeyOf | null; readonly mode: "skip" | "cancel" } | null;
  readonly idempotencyKeyOf: KeyOf | null;
  readonly debounce: {
    readonly keyOf: KeyOf | null;
    readonly periodMs: number;
    readonly timeoutMs: number | null;
  } | null;
  readonly cancelOn: readonly JobCancellation[];
}
