import { isKnown } from "./missing";
import { MISSING_QUANTITY, type Quantity, quantityText } from "./quantity";

/** A fraction (0–1) as percent: one decimal below 10, none above. */
export function fractionQuantity(fraction: number | null | undefined): Quantity {
  if (!isKnown(fraction)) return MISSING_QUANTITY;
  return percentQuantity(fraction * 100);
}

/** A percentage (0–100): one decimal below 10, none above. */
export function percentQuantity(percent: number | null | undefined): Quantity {
  if (!isKnown(percent)) return MISSING_QUANTITY;
  const rounded = Math.abs(percent) < 9.95 ? percent.toFixed(1) : percent.toFixed(0);
  return { number: rounded.replace(/^-?0\.0$/, "0"), unit: "%" };
}

export function formatFraction(fraction: number | null | undefined): string {
  return quantityText(fractionQuantity(fraction));
}

export function formatPercent(percent: number | null | undefined): string {
  return quantityText(percentQuantity(percent));
}

/** Part of a whole as a fraction; null when either is unknown or the whole is nothing. */
export function shareOf(part: number | null | undefined, whole: number | null | undefined): number | null {
  if (!isKnown(part) || !isKnown(whole) || whole <= 0) return null;
  return part / whole;
}
