import { formatShortDuration } from "./format-duration";
import { isKnown, MISSING } from "./missing";

/** How far a moment is from now, such as `4 s ago`, `just now` or `in 3 min`. */
export function formatRelative(atMs: number | null | undefined, nowMs: number): string {
  if (!isKnown(atMs)) return MISSING;
  const seconds = (nowMs - atMs) / 1_000;
  if (Math.abs(seconds) < 1) return "just now";
  if (seconds < 0) return `in ${formatShortDuration(-seconds)}`;
  return `${formatShortDuration(seconds)} ago`;
}

/** Date and time to the second with its zone, such as `2026-01-05 13:45:07 GMT+5:45`. */
export function formatExact(atMs: number | null | undefined, timeZone?: string): string {
  if (!isKnown(atMs)) return MISSING;
  const part = partsOf(atMs, { second: "2-digit", timeZoneName: "short" }, timeZone);
  return `${part.year}-${part.month}-${part.day} ${part.hour}:${part.minute}:${part.second} ${part.timeZoneName}`;
}

/** Date and time to the minute: `2026-01-05 13:45`. */
export function formatMinute(atMs: number | null | undefined, timeZone?: string): string {
  if (!isKnown(atMs)) return MISSING;
  const part = partsOf(atMs, {}, timeZone);
  return `${part.year}-${part.month}-${part.day} ${part.hour}:${part.minute}`;
}

/** The clock time on an axis; the date where the axis spans days. */
export function formatAxisTime(atMs: number, spanMs: number, timeZone?: string): string {
  const part = partsOf(atMs, {}, timeZone);
  const day = 86_400_000;
  if (spanMs <= 2 * day) return `${part.hour}:${part.minute}`;
  if (spanMs <= 90 * day) return `${part.month}-${part.day}`;
  return `${part.year}-${part.month}`;
}

/** Making one costs more than a hundred uses of it. */
const formats = new Map<string, Intl.DateTimeFormat>();

function partsOf(
  atMs: number,
  extra: Intl.DateTimeFormatOptions,
  timeZone: string | undefined,
): Record<string, string> {
  const parts = formatOf(extra, timeZone).formatToParts(atMs);
  return Object.fromEntries(parts.map(({ type, value }) => [type, value]));
}

function formatOf(extra: Intl.DateTimeFormatOptions, timeZone: string | undefined): Intl.DateTimeFormat {
  const key = `${timeZone ?? ""}|${Object.keys(extra).join()}`;
  const known = formats.get(key);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-GB", {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    ...extra,
    timeZone,
  });
  formats.set(key, format);
  return format;
}
