const MINUTE_MS = 60_000;

export interface CollectionTick {
  readonly atMs: number;
  /** From here on the next reading is due, and this one is left out. */
  readonly untilMs: number;
}

/**
 * The moments of one minute at which a cluster is to be read: the multiples of its interval on the clock, so that
 * the rhythm is the same in every minute and process. Those whose successor is already due are left out; an interval
 * of a minute or more has a moment in some minutes only.
 */
export function collectionTicks({
  minuteMs,
  intervalSeconds,
  nowMs,
}: {
  readonly minuteMs: number;
  readonly intervalSeconds: number;
  readonly nowMs: number;
}): readonly CollectionTick[] {
  const intervalMs = Math.max(1, intervalSeconds) * 1_000;
  const ticks: CollectionTick[] = [];
  for (
    let atMs = Math.ceil(minuteMs / intervalMs) * intervalMs;
    atMs < minuteMs + MINUTE_MS;
    atMs += intervalMs
  ) {
    const untilMs = atMs + intervalMs;
    if (untilMs > nowMs) ticks.push({ atMs, untilMs });
  }
  return ticks;
}
