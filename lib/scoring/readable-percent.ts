/** A share may exceed 1 by this much through rounding; anything more is a broken reading. */
const ROUNDING = 0.01;

/** A share of capacity as percent, 0–100; null for anything that cannot be one. */
export function readablePercent(fraction: number | null): number | null {
  if (fraction === null || !Number.isFinite(fraction)) return null;
  if (fraction < 0 || fraction > 1 + ROUNDING) return null;
  return Math.min(1, fraction) * 100;
}

/** part / whole; null when either cannot be an amount or the whole is nothing. */
export function readableRatio(part: number | null, whole: number | null): number | null {
  if (part === null || whole === null || !Number.isFinite(part) || !Number.isFinite(whole)) return null;
  if (part < 0 || whole <= 0) return null;
  const ratio = part / whole;
  return Number.isFinite(ratio) ? ratio : null;
}
