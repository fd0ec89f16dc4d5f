import "server-only";

/** Fields that differ, with the row's keys; null when none does. */
export function diffRow<Row extends object, Key extends keyof Row>(
  before: Row,
  after: Row,
  keys: readonly Key[],
): (Partial<Row> & Pick<Row, Key>) | null {
  const changed: Partial<Row> = {};
  for (const field of Object.keys(after) as (keyof Row)[]) {
    if (!isSame(before[field], after[field])) changed[field] = after[field];
  }
  if (Object.keys(changed).length === 0) return null;
  for (const key of keys) changed[key] = after[key];
  return changed as Partial<Row> & Pick<Row, Key>;
}

export interface RowChanges<Row, Key extends keyof Row> {
  readonly changed: readonly (Partial<Row> & Pick<Row, Key>)[];
  readonly removed: readonly Row[];
}

/**
 * What it takes to make `before` into `after`. A row that was as new as the reading before and is as new as this one
 * does not mention its time: the reader moves it along (see lib/api/live.ts).
 */
export function diffRows<Row extends { readonly readAtMs: number | null }, Key extends keyof Row>(
  before: readonly Row[],
  after: readonly Row[],
  options: {
    readonly keys: readonly Key[];
    readonly keyOf: (row: Row) => string | number;
    readonly beforeMs: number | null;
    readonly afterMs: number;
  },
): RowChanges<Row, Key> {
  const { keys, keyOf, beforeMs, afterMs } = options;
  const gone = new Map(before.map((row) => [keyOf(row), row]));
  const changed: (Partial<Row> & Pick<Row, Key>)[] = [];
  for (const row of after) {
    const key = keyOf(row);
    const old = gone.get(key);
    gone.delete(key);
    const moved = old && movesAlong(old, beforeMs) ? { ...old, readAtMs: afterMs } : old;
    const difference = moved ? diffRow(moved, row, keys) : row;
    if (difference) changed.push(difference);
  }
  return { changed, removed: [...gone.values()] };
}

function movesAlong({ readAtMs }: { readonly readAtMs: number | null }, beforeMs: number | null): boolean {
  return readAtMs !== null && beforeMs !== null && readAtMs >= beforeMs;
}

function isSame(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object") return false;
  return JSON.stringify(left) === JSON.stringify(right);
}
