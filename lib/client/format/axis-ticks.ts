const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const STEPS_MS = [
  MINUTE_MS,
  2 * MINUTE_MS,
  5 * MINUTE_MS,
  10 * MINUTE_MS,
  15 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  2 * HOUR_MS,
  3 * HOUR_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
  DAY_MS,
  2 * DAY_MS,
  7 * DAY_MS,
  14 * DAY_MS,
  30 * DAY_MS,
  61 * DAY_MS,
  183 * DAY_MS,
  366 * DAY_MS,
] as const;

/**
 * Moments at which an axis is labelled: round times of the reader's clock, at most `most` of them. Steps of days begin at the reader's
 * midnight, also across a change of the clocks.
 */
export function axisTicks(fromMs: number, toMs: number, most = 6): readonly number[] {
  const span = toMs - fromMs;
  if (!(span > 0)) return [];
  const step = STEPS_MS.find((candidate) => span / candidate <= most) ?? span;
  const ticks: number[] = [];
  const midnight = new Date(fromMs);
  midnight.setHours(0, 0, 0, 0);
  for (let index = 0; ticks.length <= most; index += 1) {
    const tick =
      step >= DAY_MS ? daysAfter(midnight, (index * step) / DAY_MS) : midnight.getTime() + index * step;
    if (tick > toMs) break;
    if (tick >= fromMs) ticks.push(tick);
    else if (step < DAY_MS) index += Math.max(0, Math.floor((fromMs - tick) / step) - 1);
  }
  return ticks;
}

function daysAfter(midnight: Date, days: number): number {
  const day = new Date(midnight);
  day.setDate(day.getDate() + days);
  return day.getTime();
}
