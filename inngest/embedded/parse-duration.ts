const UNIT_MS = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 } as const;

const PART = /(\d+(?:\.\d+)?)\s*(ms|w|d|h|m|s)/y;

/**
 * Milliseconds of a duration as Inngest writes it, such as `10s` or `1d2h30m`; null for anything else.
 */
export function parseDuration(text: string): number | null {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  const part = new RegExp(PART);
  let total = 0;
  while (part.lastIndex < trimmed.length) {
    const [, amount, unit] = part.exec(trimmed) ?? [];
    if (amount === undefined || unit === undefined) return null;
    total += Number(amount) * (UNIT_MS[unit as keyof typeof UNIT_MS] ?? 0);
  }
  return total;
}

/** The moment that a duration from `nowMs`, or an ISO date, stands for; null for anything else. */
export function parseMoment(text: string, nowMs: number): number | null {
  const durationMs = parseDuration(text);
  if (durationMs !== null) return nowMs + durationMs;
  const atMs = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(atMs) ? null : atMs;
}
