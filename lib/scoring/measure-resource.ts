import type { ResourceMeasures } from "./node-measures";
import { readablePercent } from "./readable-percent";
import { sureRise, type TimedPercent } from "./sure-rise";

const HOUR_MS = 3_600_000;
const HOURS_A_DAY = 24;
const HOURS_A_WEEK = 168;

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
 * @param hours      in any order; hours that begin after `nowMs` or more than 7 days before it are left out,
 *                   as are shares that cannot be
 * @param nowMs      when the newest reading was made
 */
export function measureResource(
  nowPercent: number | null,
  hours: Iterable<ResourceHour>,
  nowMs: number,
): ResourceMeasures {
  const week: TimedPercent[] = [];
  let weekSum = 0;
  let daySum = 0;
  let dayCount = 0;
  let peak: number | null = null;

  for (const { atMs, averageFraction, maximumFraction } of hours) {
    if (!isWithin(atMs, nowMs, HOURS_A_WEEK)) continue;
    const average = readablePercent(averageFraction);
    const highest = readablePercent(maximumFraction) ?? average;
    if (highest !== null) peak = Math.max(peak ?? 0, highest);
    if (average === null) continue;
    week.push({ atMs, percent: average });
    weekSum += average;
    if (isWithin(atMs, nowMs, HOURS_A_DAY)) {
      daySum += average;
      dayCount += 1;
    }
  }

  return {
    nowPercent,
    dayPercent: dayCount === 0 ? null : daySum / dayCount,
    weekPercent: week.length === 0 ? null : weekSum / week.length,
    peakPercent: peak,
    risePercentPerDay: sureRise(week),
    dayCoverage: Math.min(1, dayCount / HOURS_A_DAY),
    weekCoverage: Math.min(1, week.length / HOURS_A_WEEK),
  };
}

function isWithin(atMs: number, nowMs: number, hours: number): boolean {
  return atMs <= nowMs && atMs >= nowMs - hours * HOUR_MS;
}
