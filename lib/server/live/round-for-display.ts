import "server-only";

const MEBIBYTE = 2 ** 20;

// Rows are compared after rounding: what nobody could see on a page is not sent to it.

/** To 0.1 %. */
export const roundFraction = (value: number | null): number | null => roundTo(value, 0.001, 3);

/** To 0.01. */
export const roundHundredths = (value: number | null): number | null => roundTo(value, 0.01, 2);

/** To 0.1. */
export const roundTenths = (value: number | null): number | null => roundTo(value, 0.1, 1);

/** To one MiB. */
export const roundBytes = (value: number | null): number | null =>
  value === null ? null : Math.round(value / MEBIBYTE) * MEBIBYTE;

/** To three significant digits. */
export const roundRate = (value: number | null): number | null =>
  value === null ? null : Math.round(Number(value.toPrecision(3)));

/** Down to a whole minute, so that a counter that only counts time is no change. */
export const roundUptime = (value: number | null): number | null =>
  value === null ? null : Math.floor(value / 60) * 60;

function roundTo(value: number | null, step: number, digits: number): number | null {
  return value === null ? null : Number((Math.round(value / step) * step).toFixed(digits));
}
