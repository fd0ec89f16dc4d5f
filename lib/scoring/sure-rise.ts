/** Faster than this counts as this: a rise a day in percentage points. */
export const FASTEST_RISE = 10;

/** Standard errors that are taken off a rise before it counts. */
const DOUBT = 2;

/** Sum of squared day distances of ten days of hourly readings (72 hours read twice); with less, a rise counts in part. */
const FULL_EVIDENCE = 72 * 24.5;

const HOUR_MS = 3_600_000;
const HOURS_A_DAY = 24;
const HOURS_A_WEEK = 168;

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
  const hours = Array.from({ length: HOURS_A_WEEK }, () => ({ n: 0, t: 0, y: 0, tt: 0, ty: 0, yy: 0 }));
  const origin = readings[0]?.atMs ?? 0;
  for (const { atMs, percent } of readings) {
    const sums = hours[hourOfWeek(atMs)];
    if (!sums) continue;
    const days = (atMs - origin) / (HOUR_MS * HOURS_A_DAY);
    sums.n += 1;
    sums.t += days;
    sums.y += percent;
    sums.tt += days * days;
    sums.ty += days * percent;
    sums.yy += percent * percent;
  }

  let count = 0;
  let groups = 0;
  let tt = 0;
  let ty = 0;
  let yy = 0;
  for (const sums of hours) {
    if (sums.n === 0) continue;
    count += sums.n;
    groups += 1;
    tt += sums.tt - (sums.t * sums.t) / sums.n;
    ty += sums.ty - (sums.t * sums.y) / sums.n;
    yy += sums.yy - (sums.y * sums.y) / sums.n;
  }
  if (tt < 0.5) return null;

  const freedom = count - groups - 1;
  if (freedom < 1) return 0;
  const slope = ty / tt;
  const error = Math.sqrt(Math.max(0, yy - slope * ty) / freedom / tt);
  const sure = Math.max(0, slope - DOUBT * error) * Math.min(1, tt / FULL_EVIDENCE);
  return Math.min(FASTEST_RISE, sure);
}

function hourOfWeek(atMs: number): number {
  const hour = Math.floor(atMs / HOUR_MS) % HOURS_A_WEEK;
  return hour < 0 ? hour + HOURS_A_WEEK : hour;
}
