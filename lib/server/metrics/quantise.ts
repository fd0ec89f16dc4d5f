import "server-only";
import type { MetricScale } from "./metric-layout";

const BYTES_UNIT = 65_536;
// Keeps the worst row of a block table inside one page of PostgreSQL.
const LARGEST_CODE = 2 ** 36;

const UNITS: Readonly<Record<MetricScale, (value: number) => number>> = {
  fraction: (value) => Math.round(value * 10_000),
  hundredths: (value) => Math.round(value * 100),
  bytes: (value) => Math.round(value / BYTES_UNIT),
  rate: rateUnits,
};

const VALUES: Readonly<Record<MetricScale, (units: number) => number>> = {
  fraction: (units) => units / 10_000,
  hundredths: (units) => units / 100,
  bytes: (units) => units * BYTES_UNIT,
  rate: rateValue,
};

/**
 * A value as a whole number that costs few bytes; 0 means "not known".
 *
 * - fraction: 0.01 % steps · hundredths: 0.01 steps · bytes: 64 KiB steps
 * - rate: eleven significant bits, so within 0.05 % at any size
 *
 * Negative, infinite and not-a-number values are not known.
 */
export function quantise(value: number, scale: MetricScale): number {
  if (!(value >= 0) || value === Number.POSITIVE_INFINITY) return 0;
  return Math.min(UNITS[scale](value), LARGEST_CODE) + 1;
}

/** The value of a code; not-a-number for 0. */
export function restore(code: number, scale: MetricScale): number {
  return code === 0 ? Number.NaN : VALUES[scale](code - 1);
}

function rateUnits(value: number): number {
  if (value < 2_047.5) return Math.round(value);
  const exponent = Math.max(1, Math.floor(Math.log2(value)) - 10);
  return exponent * 1_024 + Math.round(value / 2 ** exponent);
}

function rateValue(units: number): number {
  if (units < 2_048) return units;
  const exponent = Math.floor(units / 1_024) - 1;
  return (units - exponent * 1_024) * 2 ** exponent;
}
