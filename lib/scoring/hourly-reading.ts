/**
 * What one node did in one hour; scoring gets up to 504 of them (three weeks), oldest first, gaps left out.
 * Fractions are 0–1; null where nothing was read.
 */
export interface HourlyReading {
  /** Beginning of the hour. */
  readonly atMs: number;
  readonly cpuAverageFraction: number | null;
  readonly cpuMaximumFraction: number | null;
  readonly ioWaitAverageFraction: number | null;
  readonly ioWaitMaximumFraction: number | null;
  /** Used share of the node's memory. */
  readonly memoryAverageFraction: number | null;
  readonly memoryMaximumFraction: number | null;
  /** One-minute load average divided by the node's threads. */
  readonly loadPerThreadAverage: number | null;
}
