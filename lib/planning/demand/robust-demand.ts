import type { GuestDemand } from "../planning-input";

/** One reading of a guest; null where nothing was read. */
export interface DemandReading {
  readonly atMs: number;
  readonly cpuThreads: number | null;
  readonly memoryBytes: number | null;
}

const DAY_MS = 86_400_000;

/** With fewer readings a percentile is only the highest of them. */
const FEWEST_READINGS = 4;

const CPU_PERCENTILE = 0.9;
const MEMORY_PERCENTILE = 0.95;

/** What a guest needed over its last day, as far as planning looks at it. */
export interface PastUse {
  /** Threads: the 90th percentile and the mean; null with fewer than four readings. */
  readonly cpu: { readonly high: number; readonly mean: number } | null;
  /** The 95th percentile; null with fewer than four readings. */
  readonly memoryBytes: number | null;
}

/**
 * Sums up the readings of a guest's last 24 hours.
 *
 * @param history readings in any order; those after `nowMs` and older than a day are not looked at
 * @returns null with fewer than four readings: then the newest reading is all there is
 */
export function pastUse(history: readonly DemandReading[], nowMs: number): PastUse | null {
  const recent = history.filter(({ atMs }) => atMs <= nowMs && atMs >= nowMs - DAY_MS);
  const cpu = readable(recent, ({ cpuThreads }) => cpuThreads);
  const memory = readable(recent, ({ memoryBytes }) => memoryBytes);
  if (cpu.length < FEWEST_READINGS && memory.length < FEWEST_READINGS) return null;
  return {
    cpu: cpu.length < FEWEST_READINGS ? null : { high: percentile(cpu, CPU_PERCENTILE), mean: mean(cpu) },
    memoryBytes: memory.length < FEWEST_READINGS ? null : percentile(memory, MEMORY_PERCENTILE),
  };
}

/**
 * What a guest should be planned with, given its last 24 hours.
 *
 * CPU: the 90th percentile of the day, at least the mean of now and the day's average, so that one busy moment counts half.
 * Memory: the 95th percentile of the day, at least what it holds now, because memory is seldom given back.
 *
 * @param now use at the newest reading: threads and bytes
 */
export function robustDemand(now: GuestDemand, { cpu, memoryBytes }: PastUse): GuestDemand {
  return {
    cpuThreads: cpu ? Math.max(cpu.high, (now.cpuThreads + cpu.mean) / 2) : now.cpuThreads,
    memoryBytes: Math.max(memoryBytes ?? 0, now.memoryBytes),
  };
}

/** Ascending. */
function readable(
  readings: readonly DemandReading[],
  figure: (reading: DemandReading) => number | null,
): Float64Array {
  const values = new Float64Array(readings.length);
  let count = 0;
  for (const reading of readings) {
    const value = figure(reading);
    if (value === null || !Number.isFinite(value) || value < 0) continue;
    values[count] = value;
    count += 1;
  }
  return values.subarray(0, count).sort();
}

/** Nearest rank of ascending values. */
function percentile(values: Float64Array, share: number): number {
  return values[Math.max(0, Math.ceil(share * values.length) - 1)] ?? 0;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
