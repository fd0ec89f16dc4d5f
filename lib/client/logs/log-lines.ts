import type { LogRow } from "@/lib/api/logs";

/** What a page keeps of a log that goes on. */
export interface LogLines {
  /** Newest first. */
  readonly rows: readonly LogRow[];
  /** All that match, also those not read. */
  readonly total: number;
  /** Where older lines begin; null when there are none. */
  readonly nextCursor: string | null;
}

interface LogPage {
  readonly rows: readonly LogRow[];
  readonly total: number;
  readonly nextCursor: string | null;
}

/** As many as a page shows; of more, the oldest give way to newer ones. */
export const MOST_LINES = 3_000;

/** Lines that came after those that are known; what is known already is not taken twice. */
export function withNewer(known: LogLines, page: LogPage): LogLines {
  const newest = Number(known.rows[0]?.id ?? 0);
  const fresh = page.rows.filter(({ id }) => Number(id) > newest);
  if (fresh.length === 0) return known;
  const all = [...fresh, ...known.rows];
  const rows = all.slice(0, MOST_LINES);
  const isCut = rows.length < all.length;
  const nextCursor = isCut ? (rows.at(-1)?.id ?? null) : known.nextCursor;
  return { rows, total: known.total + fresh.length, nextCursor };
}

/** The page before the oldest line that is known. */
export function withOlder(known: LogLines, page: LogPage): LogLines {
  const oldest = Number(known.rows.at(-1)?.id ?? Number.POSITIVE_INFINITY);
  const older = page.rows.filter(({ id }) => Number(id) < oldest);
  return { rows: [...known.rows, ...older], total: known.total, nextCursor: page.nextCursor };
}
