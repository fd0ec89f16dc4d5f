import { bytesQuantity } from "./format-bytes";
import { isKnown } from "./missing";
import { MISSING_QUANTITY, type Quantity, quantityText, shortNumber } from "./quantity";

/** How network rates are shown: as networks are sold (Mbit/s) or as disks are read (MiB/s). */
export type NetworkUnit = "bits" | "bytes";

const BIT_UNITS = ["bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s"] as const;

/** A disk rate, such as `12.4 MiB/s`. */
export function rateQuantity(bytesPerSecond: number | null | undefined): Quantity {
  if (!isKnown(bytesPerSecond)) return MISSING_QUANTITY;
  const { number, unit } = bytesQuantity(bytesPerSecond);
  return { number, unit: `${unit}/s` };
}

export function formatRate(bytesPerSecond: number | null | undefined): string {
  return quantityText(rateQuantity(bytesPerSecond));
}

/** A network rate in decimal bits, such as `94.2 Mbit/s`, or in binary bytes when asked. */
export function networkQuantity(
  bytesPerSecond: number | null | undefined,
  unit: NetworkUnit = "bits",
): Quantity {
  if (!isKnown(bytesPerSecond)) return MISSING_QUANTITY;
  if (unit === "bytes") return rateQuantity(bytesPerSecond);

  let step = 0;
  let size = bytesPerSecond * 8;
  while (Math.abs(size) >= 999.5 && step < BIT_UNITS.length - 1) {
    size /= 1_000;
    step += 1;
  }
  return {
    number: step === 0 ? String(Math.round(size)) : shortNumber(size),
    unit: BIT_UNITS[step] ?? "bit/s",
  };
}

export function formatNetwork(bytesPerSecond: number | null | undefined, unit: NetworkUnit = "bits"): string {
  return quantityText(networkQuantity(bytesPerSecond, unit));
}
