import { isKnown, MISSING } from "./missing";
import { shortNumber } from "./quantity";

/** A plain number with at most three significant digits, thousands set apart. */
export function formatNumber(value: number | null | undefined): string {
  return isKnown(value) ? shortNumber(value) : MISSING;
}

/** `1 guest`, `12 guests`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${shortNumber(count)} ${count === 1 ? one : many}`;
}
