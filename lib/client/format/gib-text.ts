const GIB = 1_073_741_824;

/** Bytes as a plain number of GiB with at most two decimals, for a field: `4`, `0.5`. */
export function gibText(bytes: number): string {
  return String(Number((bytes / GIB).toFixed(2)));
}

/** Whole bytes from a typed number of GiB; nothing typed is 0, and null is what is no number of GiB. */
export function gibFrom(text: string): number | null {
  const trimmed = text.trim().replace(",", ".");
  if (!/^\d*\.?\d*$/.test(trimmed) || trimmed === ".") return null;
  const bytes = Math.round(Number(trimmed) * GIB);
  return Number.isSafeInteger(bytes) ? bytes : null;
}
