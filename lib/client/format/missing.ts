/** Stands for a value that nobody knows. Never 0, never NaN. */
export const MISSING = "–";

/** True for a number that can be shown. */
export function isKnown(value: number | null | undefined): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
