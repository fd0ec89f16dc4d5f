import "server-only";

/** How long the executor waits for what. */
export interface MoveTimings {
  /** Between two looks at a task. */
  readonly pollMs: number;
  /** One turn of the executor follows a task for so long before its job's step ends. */
  readonly sliceMs: number;
  /** A request that has not left by then is not sent any more. */
  readonly intentValidMs: number;
  /** The longest time that PVE can hold a request before it begins to work on it. */
  readonly holdMs: number;
  /** While the last checks cannot be made so long, for a reason that may pass, they are tried again. */
  readonly preflightLimitMs: number;
  /** After so long of looking without finding out what became of a request, a person has to look. */
  readonly lookupLimitMs: number;
  /** After so long without a word about a task, a person has to look. */
  readonly taskLostMs: number;
  /** A task of which PVE says for so long that there is none has left no record. */
  readonly taskGoneMs: number;
  /** HA takes up a request within 20 s, unless it is busy. */
  readonly haQueueMs: number;
  /** After the task the guest has so long to be where it should be, without the lock. */
  readonly verifyMs: number;
  readonly readingMaxAgeMs: number;
  /** An executor that was silent for so long is dead. */
  readonly leaseMs: number;
}

export const MOVE_TIMINGS: MoveTimings = {
  pollMs: 1_000,
  sliceMs: 20_000,
  intentValidMs: 10_000,
  holdMs: 120_000,
  preflightLimitMs: 5 * 60_000,
  lookupLimitMs: 30 * 60_000,
  taskLostMs: 10 * 60_000,
  taskGoneMs: 10_000,
  haQueueMs: 3 * 60_000,
  verifyMs: 60_000,
  readingMaxAgeMs: 60_000,
  leaseMs: 12_000,
};
