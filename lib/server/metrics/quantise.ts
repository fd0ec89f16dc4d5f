import "server-only";
import type { MetricScale } from "./metric-layout";

const BYTES_UNIT = 65_536;
// Keeps the worst row of a block table inside one page of PostgreSQL.
const LARGEST_CODE = 2 ** 36;

/**
 * A value as a whole number that costs few bytes; 0 means "not known".
 *
 * - fraction: 0.01 % steps · hundredths: 0.01 steps · bytes: 64 KiB steps
 * - rate: eleven significant bits, so within 0.05 % at any size
 *
 * Negative, infinite and not-a-number values are not known.
 */
export function quantise(value: number | null | undefined, scale: MetricScale): number {
  if (value === null || value === undefined || !Number.isFinite(value) || value < 0) return 0;
  return Math.min(toUnits(value, scale), LARGEST_CODE) + 1;
}

/** The value of a code; not-a-number for 0. */
export function restore(code: number, scale: MetricScale): number {
  if (code === 0) return Number.NaN;
  const units = code - 1;
  if (scale === "fraction") return units / 10_000;
  if (scale === "hundredths") return units / 100;
  if (scale === "bytes") return units * BYTES_UNIT;
  if (units < 2_048) return units;
  const exponent = Math.floor(units / 1_024) - 1;
  return (units - exponent * 1_024) * 2 ** exponent;
}

function toUnits(value: number, scale: MetricScale): number {
  if (scale === "fraction") return Math.round(value * 10_000);
  if (scale === "hundredths") return Math.round(value * 100);
  if (scale === "bytes") return Math.round(value / BYTES_UNIT);
  if (value < 2_047.5) return Math.round(value);
  const exponent = Math.max(1, Math.floor(Math.log2(value)) - 10);
  return exponent * 1_024 + Math.round(value / 2 ** exponent);
}
