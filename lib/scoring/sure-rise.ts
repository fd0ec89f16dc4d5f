/** Faster than this counts as this: a rise a day in percentage points. */
export const FASTEST_RISE = 10;

/** Standard errors that are taken off a rise before it counts. */
const DOUBT = 2;

/** Sum of squared day distances of ten days of hourly readings (72 hours read twice); with less, a rise counts in part. */
const FULL_EVIDENCE = 72 * 24.5;

const HOUR_MS = 3_600_000;
const HOURS_A_DAY = 24;
const HOURS_A_WEEK = 168;

/** What is added up for an hour of the week: readings, their days and percentages, and products of these. */
const SUMS = 6;
const N = 0;
const T = 1;
const Y = 2;
const TT = 3;
const TY = 4;
const YY = 5;

/** One reading of one resource: its hour and its percentage. */
export interface TimedPercent {
  readonly atMs: number;
  readonly percent: number;
}

/**
 * How fast a resource fills up, in percentage points a day, as far as that is beyond doubt.
 *
 * A straight line is fitted through the readings, each hour of the week around its own mean: a load that comes
 * back every night or every Monday is no trend, however the readings begin and end. Two standard errors are
 * taken off, and less than ten days of readings count in part, so that noise is no trend either.
 *
 * @param readings hourly, in any order; hours of the week with a single reading say nothing
 * @returns 0 (falling, level or doubtful) to {@link FASTEST_RISE}; null when no hour of the week was read twice
 */
export function sureRise(readings: readonly TimedPercent[]): number | null {
  const sums = new Float64Array(HOURS_A_WEEK * SUMS);
  const origin = readings[0]?.atMs ?? 0;
  let twice = false;
  for (const { atMs, percent } of readings) {
    const at = hourOfWeek(atMs) * SUMS;
    const days = (atMs - origin) / (HOUR_MS * HOURS_A_DAY);
    twice ||= (sums[at + N] ?? 0) > 0;
    add(sums, at + N, 1);
    add(sums, at + T, days);
    add(sums, at + Y, percent);
    add(sums, at + TT, days * days);
    add(sums, at + TY, days * percent);
    add(sums, at + YY, percent * percent);
  }
  if (!twice) return null;

  let count = 0;
  let groups = 0;
  let tt = 0;
  let ty = 0;
  let yy = 0;
  for (let at = 0; at < sums.length; at += SUMS) {
    const n = sums[at + N] ?? 0;
    if (n === 0) continue;
    const t = sums[at + T] ?? 0;
    const y = sums[at + Y] ?? 0;
    count += n;
    groups += 1;
    tt += (sums[at + TT] ?? 0) - (t * t) / n;
    ty += (sums[at + TY] ?? 0) - (t * y) / n;
    yy += (sums[at + YY] ?? 0) - (y * y) / n;
  }
  if (tt < 0.5) return null;

  const freedom = count - groups - 1;
  if (freedom < 1) return 0;
  const slope = ty / tt;
  const error = Math.sqrt(Math.max(0, yy - slope * ty) / freedom / tt);
  const sure = Math.max(0, slope - DOUBT * error) * Math.min(1, tt / FULL_EVIDENCE);
  return Math.min(FASTEST_RISE, sure);
}

function add(sums: Float64Array, at: number, value: number): void {
  sums[at] = (sums[at] ?? 0) + value;
}

function hourOfWeek(atMs: number): number {
  const hour = Math.floor(atMs / HOUR_MS) % HOURS_A_WEEK;
  return hour < 0 ? hour + HOURS_A_WEEK : hour;
}
