import "server-only";

export type CsvValue = string | number | boolean | null;

/** A spreadsheet takes a text that begins so for a formula; a tab or a line break before it is skipped. */
const FORMULA = /^[\s]*[=+\-@\t\r]/;

/**
 * Lines of comma-separated values (RFC 4180) with a byte order mark, so that spreadsheets read UTF-8. A text that a spreadsheet would
 * take for a formula gets an apostrophe before it; numbers stay numbers.
 */
export function csvFrom(header: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  const lines = [header, ...rows].map((row) => row.map(csvField).join(","));
  return `\uFEFF${lines.join("\r\n")}\r\n`;
}

function csvField(value: CsvValue): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
