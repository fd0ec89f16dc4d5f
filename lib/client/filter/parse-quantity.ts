import type { FilterField } from "./filter-fields";

const FACTORS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  percent: { "": 1, "%": 1 },
  count: { "": 1 },
  seconds: { "": 1, s: 1, m: 60, min: 60, h: 3_600, d: 86_400, w: 604_800 },
  bytes: binaryFactors(),
  rate: binaryFactors(),
};

/** Reads `50`, `50%`, `16G`, `1.5GiB` or `2d` in the field's unit; null when it is no such quantity. */
export function parseQuantity(text: string, unit: FilterField["unit"]): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z%]*)(?:\/s)?$/i.exec(text.trim());
  if (!match) return null;
  const factor = FACTORS[unit ?? "count"]?.[(match[2] ?? "").toLowerCase()];
  return factor === undefined ? null : Number(match[1]) * factor;
}

function binaryFactors(): Record<string, number> {
  const factors: Record<string, number> = { "": 1, b: 1 };
  for (const [index, letter] of ["k", "m", "g", "t", "p"].entries()) {
    const factor = 1024 ** (index + 1);
    factors[letter] = factor;
    factors[`${letter}b`] = factor;
    factors[`${letter}ib`] = factor;
  }
  return factors;
}
