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
  const readings = [...hours].flatMap((hour) => readableHour(hour, nowMs));
  const week = readings.filter(({ atMs }) => isWithin(atMs, nowMs, HOURS_A_WEEK));
  const weekAverages = week.filter(hasAverage);
  const dayAverages = weekAverages.filter(({ atMs }) => isWithin(atMs, nowMs, HOURS_A_DAY));

  return {
    nowPercent,
    dayPercent: meanPercent(dayAverages),
    weekPercent: meanPercent(weekAverages),
    peakPercent: week.reduce<number | null>(
      (peak, { highest }) => (highest === null ? peak : Math.max(peak ?? 0, highest)),
      null,
    ),
    risePercentPerDay: sureRise(readings.filter(hasAverage)),
    dayCoverage: Math.min(1, dayAverages.length / HOURS_A_DAY),
    weekCoverage: Math.min(1, weekAverages.length / HOURS_A_WEEK),
  };
}

interface ReadableHour {
  readonly atMs: number;
  readonly percent: number | null;
  readonly highest: number | null;
}

function readableHour(
  { atMs, averageFraction, maximumFraction }: ResourceHour,
  nowMs: number,
): ReadableHour[] {
  if (!isWithin(atMs, nowMs, TREND_HOURS)) return [];
  const percent = readablePercent(averageFraction);
  return [{ atMs, percent, highest: readablePercent(maximumFraction) ?? percent }];
}

function hasAverage<Hour extends { readonly percent: number | null }>(
  hour: Hour,
): hour is Hour & { readonly percent: number } {
  return hour.percent !== null;
}

function meanPercent(readings: readonly TimedPercent[]): number | null {
  if (readings.length === 0) return null;
  return readings.reduce((sum, { percent }) => sum + percent, 0) / readings.length;
}

function isWithin(atMs: number, nowMs: number, hours: number): boolean {
  return atMs <= nowMs && atMs >= nowMs - hours * HOUR_MS;
}
