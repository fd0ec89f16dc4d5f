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

/**
 * What a guest should be planned with, given its readings of the last 24 hours.
 *
 * CPU: the 90th percentile of the day, at least the mean of now and the day's average, so that one busy moment counts half.
 * Memory: the 95th percentile of the day, at least what it holds now, because memory is seldom given back.
 *
 * @param now     use at the newest reading: threads and bytes
 * @param history readings in any order; those after `nowMs` and older than a day are not looked at
 * @returns null with fewer than four readings: then the newest reading is all there is
 */
export function robustDemand(
  now: GuestDemand,
  history: readonly DemandReading[],
  nowMs: number,
): GuestDemand | null {
  const recent = history.filter(({ atMs }) => atMs <= nowMs && atMs >= nowMs - DAY_MS);
  const cpu = readable(recent.map(({ cpuThreads }) => cpuThreads));
  const memory = readable(recent.map(({ memoryBytes }) => memoryBytes));
  if (cpu.length < FEWEST_READINGS && memory.length < FEWEST_READINGS) return null;
  return {
    cpuThreads:
      cpu.length < FEWEST_READINGS
        ? now.cpuThreads
        : Math.max(percentile(cpu, CPU_PERCENTILE), (now.cpuThreads + mean(cpu)) / 2),
    memoryBytes:
      memory.length < FEWEST_READINGS
        ? now.memoryBytes
        : Math.max(percentile(memory, MEMORY_PERCENTILE), now.memoryBytes),
  };
}

function readable(values: readonly (number | null)[]): readonly number[] {
  return values
    .filter((value) => value !== null && Number.isFinite(value) && value >= 0)
    .sort((a, b) => (a ?? 0) - (b ?? 0)) as number[];
}

/** Nearest rank of ascending values. */
function percentile(values: readonly number[], share: number): number {
  return values[Math.max(0, Math.ceil(share * values.length) - 1)] ?? 0;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
