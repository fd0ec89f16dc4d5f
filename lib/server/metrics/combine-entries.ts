import "server-only";
import type { SampleEntry } from "./sample-block";

/**
 * One entry of averages and maxima from entries that have an average (and perhaps a maximum) each. Readings add up.
 *
 * @param width metrics of the layout; the result's values are `average` then `maximum` of each
 */
export function combineToMinute(key: number, entries: readonly SampleEntry[], width: number): SampleEntry {
  const values: number[] = new Array(2 * width).fill(Number.NaN);
  for (let metric = 0; metric < width; metric += 1) {
    values[metric] = mean(entries, metric);
    values[width + metric] = maximum(entries, metric, width);
  }
  return { key, readings: countReadings(entries), values };
}

/** As {@link combineToMinute}, with the 95th percentile (nearest rank) of the averages as a third statistic. */
export function combineToHour(key: number, entries: readonly SampleEntry[], width: number): SampleEntry {
  const minute = combineToMinute(key, entries, width);
  const percentiles = Array.from({ length: width }, (_, metric) => percentile95(entries, metric));
  return { key, readings: minute.readings, values: [...minute.values, ...percentiles] };
}

/**
 * Both lists by key; where a key is in both, what was made from more readings wins, and what was there stays when
 * they are equal. So repeating is harmless, late readings improve, and back-filled history never covers readings.
 */
export function mergeEntries(
  existing: readonly SampleEntry[],
  incoming: readonly SampleEntry[],
): SampleEntry[] {
  const merged = new Map(existing.map((entry) => [entry.key, entry]));
  for (const entry of incoming) {
    const known = merged.get(entry.key);
    if (!known || entry.readings > known.readings) merged.set(entry.key, entry);
  }
  return [...merged.values()].sort((left, right) => left.key - right.key);
}

function mean(entries: readonly SampleEntry[], column: number): number {
  let total = 0;
  let count = 0;
  for (const { values } of entries) {
    const value = values[column];
    if (value === undefined || Number.isNaN(value)) continue;
    total += value;
    count += 1;
  }
  return count === 0 ? Number.NaN : total / count;
}

function maximum(entries: readonly SampleEntry[], metric: number, width: number): number {
  let highest = Number.NaN;
  for (const { values } of entries) {
    const peak = values[width + metric];
    const value = peak === undefined || Number.isNaN(peak) ? values[metric] : peak;
    if (value === undefined || Number.isNaN(value)) continue;
    if (Number.isNaN(highest) || value > highest) highest = value;
  }
  return highest;
}

function percentile95(entries: readonly SampleEntry[], metric: number): number {
  const sorted = entries
    .map(({ values }) => values[metric] ?? Number.NaN)
    .filter((value) => !Number.isNaN(value))
    .sort((left, right) => left - right);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN;
}

function countReadings(entries: readonly SampleEntry[]): number {
  return entries.reduce((total, { readings }) => total + readings, 0);
}
