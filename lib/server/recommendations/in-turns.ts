import "server-only";
import { setImmediate as nextTurn } from "node:timers/promises";

export interface DoneInTurns<Result> {
  readonly result: Result;
  /** Of the work alone. */
  readonly elapsedMs: number;
  /** The longest stage: for so long nothing else was done. */
  readonly longestMs: number;
}

/** Does a work stage by stage, so that requests are answered in between. */
export async function inTurns<Result>(stages: Generator<undefined, Result>): Promise<DoneInTurns<Result>> {
  let elapsedMs = 0;
  let longestMs = 0;
  for (;;) {
    await nextTurn();
    const startedAt = performance.now();
    const stage = stages.next();
    const tookMs = performance.now() - startedAt;
    elapsedMs += tookMs;
    longestMs = Math.max(longestMs, tookMs);
    if (stage.done) return { result: stage.value, elapsedMs, longestMs };
  }
}
