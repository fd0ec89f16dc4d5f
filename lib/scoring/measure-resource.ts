import type { ResourceMeasures } from "./node-measures";
import { readablePercent } from "./readable-percent";
import { sureRise, type TimedPercent } from "./sure-rise";

const HOUR_MS = 3_600_000;
const HOURS_A_DAY = 24;
const HOURS_A_WEEK = 168;
const TREND_HOURS = 3 * HOURS_A_WEEK;

/** One hour of one resource, as shares 0–1. */
export interface ResourceHour {
  readonly atMs: number;
  readonly averageFraction: number | null;
  readonly maximumFraction: number | null;
}

/**
 * Sums up one resource of one node.
 *
 * @param nowPercent the newest reading, 0–100, or null
 * @param hours      in any order; the rise looks back three weeks, all else 7 days; hours that begin after `nowMs`
 *                   are left out, as are shares that cannot be
 * @param nowMs      when the newest reading was made
 */
export function measureResource(
  nowPercent: number | null,
  hours: Iterable<ResourceHour>,
  nowMs: number,
): ResourceMeasures {
  const averages: TimedPercent[] = [];
  let peak: number | null = null;
  let week = 0;
  let weekSum = 0;
  let day = 0;
  let daySum = 0;
  for (const { atMs, averageFraction, maximumFraction } of hours) {
    if (!isWithin(atMs, nowMs, TREND_HOURS)) continue;
    const percent = readablePercent(averageFraction);
    if (percent !== null) averages.push({ atMs, percent });
    if (!isWithin(atMs, nowMs, HOURS_A_WEEK)) continue;
    const highest = readablePercent(maximumFraction) ?? percent;
    if (highest !== null) peak = Math.max(peak ?? 0, highest);
    if (percent === null) continue;
    week += 1;
    weekSum += percent;
    if (!isWithin(atMs, nowMs, HOURS_A_DAY)) continue;
    day += 1;
    daySum += percent;
  }

  return {
    nowPercent,
    dayPercent: mean(daySum, day),
    weekPercent: mean(weekSum, week),
    peakPercent: peak,
    risePercentPerDay: sureRise(averages),
    dayCoverage: Math.min(1, day / HOURS_A_DAY),
    weekCoverage: Math.min(1, week / HOURS_A_WEEK),
  };
}

function mean(sum: number, count: number): number | null {
  return count === 0 ? null : sum / count;
}

function isWithin(atMs: number, nowMs: number, hours: number): boolean {
  return atMs <= nowMs && atMs >= nowMs - hours * HOUR_MS;
}
