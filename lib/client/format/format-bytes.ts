import { isKnown } from "./missing";
import { MISSING_QUANTITY, type Quantity, quantityText, shortNumber } from "./quantity";

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;
const STEP = 1024;

/** Bytes in the largest binary unit that keeps the number at 1 or more. */
export function bytesQuantity(bytes: number | null | undefined): Quantity {
  if (!isKnown(bytes)) return MISSING_QUANTITY;
  const unit = unitOf(bytes);
  return { number: numberIn(bytes, unit), unit: UNITS[unit] ?? "B" };
}

export function formatBytes(bytes: number | null | undefined): string {
  return quantityText(bytesQuantity(bytes));
}

/** Used of total in one unit, such as `41.2 / 128 GiB`. */
export function formatBytesOf(used: number | null | undefined, total: number | null | undefined): string {
  if (!isKnown(total)) return isKnown(used) ? formatBytes(used) : MISSING_QUANTITY.number;
  const unit = unitOf(total);
  const usedText = isKnown(used) ? numberIn(used, unit) : MISSING_QUANTITY.number;
  return `${usedText} / ${numberIn(total, unit)} ${UNITS[unit]}`;
}

function unitOf(bytes: number): number {
  let unit = 0;
  let size = Math.abs(bytes);
  // 1023.95 would be printed as 1 024: the next unit reads better.
  while (size >= STEP - 0.5 && unit < UNITS.length - 1) {
    size /= STEP;
    unit += 1;
  }
  return unit;
}

function numberIn(bytes: number, unit: number): string {
  if (unit === 0) return String(Math.round(bytes));
  return shortNumber(bytes / STEP ** unit);
}
