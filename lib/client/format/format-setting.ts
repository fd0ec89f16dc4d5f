import { bytesQuantity } from "./format-bytes";
import { quantityText, shortNumber } from "./quantity";

const UNIT_WORDS: Readonly<Record<string, string>> = {
  percent: "%",
  points: "points",
  seconds: "s",
  minutes: "min",
  hours: "h",
  days: "d",
  months: "months",
  milliseconds: "ms",
  count: "",
  ratio: "× per thread",
  factor: "×",
  bytes: "bytes",
};

/** The word after a setting's number field; empty for plain counts. */
export function settingUnitWord(unit: string | null): string {
  return unit === null ? "" : (UNIT_WORDS[unit] ?? unit);
}

/** A setting's value in words: `10 s`, `70 %`, `on`, `not set`. */
export function formatSettingValue(value: number | boolean | string, unit: string | null): string {
  if (typeof value === "boolean") return value ? "on" : "off";
  if (typeof value === "string") return value === "" ? "not set" : value;
  if (unit === "bytes") return quantityText(bytesQuantity(value));
  const word = settingUnitWord(unit);
  const number = Number.isInteger(value) ? shortNumber(value) : String(value);
  return word === "" ? number : `${number} ${word}`;
}
