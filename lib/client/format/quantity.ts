/** A number and its unit apart, so that the unit can be set one step dimmer. */
export interface Quantity {
  readonly number: string;
  /** Empty when the number stands alone. */
  readonly unit: string;
}

export const MISSING_QUANTITY: Quantity = { number: "–", unit: "" };

export function quantityText({ number, unit }: Quantity): string {
  if (unit === "") return number;
  return `${number} ${unit}`;
}

/** Both ends of a span, with a shared unit once: `406 to 456 KiB/s`. */
export function spanText(low: Quantity, high: Quantity): string {
  const first = low.unit === high.unit ? low.number : quantityText(low);
  return `${first} to ${quantityText(high)}`;
}

/** Three significant digits where they fit, never more than one decimal above 10, no exponent. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 100) return groupThousands(Math.round(value));
  if (size >= 10) return trimZeros(value.toFixed(1));
  return trimZeros(value.toFixed(2));
}

function groupThousands(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, " ");
}

function trimZeros(text: string): string {
  const trimmed = text.replace(/\.?0+$/, "");
  return trimmed === "-0" || trimmed === "" ? "0" : trimmed;
}
