interface RowPatches<Row> {
  readonly clusterId: string;
  /** Each carries its key always, and every field when its row is new. */
  readonly patches: readonly Partial<Row>[];
  readonly removed: readonly (string | number)[];
  /** What tells the rows of one cluster apart. */
  readonly key: keyof Row;
}

/** For each cluster, where in a list its rows stand. */
type Places = ReadonlyMap<string, ReadonlyMap<unknown, number>>;

/** Found once for a list, and handed on to the lists made of it that have the same rows in the same places. */
const known = new WeakMap<readonly object[], Places>();

/**
 * Rows of one cluster, patched: a row that is not named, or is named without a difference, stays the same object, and so does the list when
 * nothing of it differs. What this costs depends on how much is changed, not on how many rows there are.
 */
export function patchRows<Row extends { readonly clusterId: string }>(
  before: readonly Row[],
  { clusterId, patches, removed, key }: RowPatches<Row>,
): readonly Row[] {
  const places = placesOf(before, key);
  const own = places.get(clusterId);
  const added: Row[] = [];
  let after: Row[] | null = null;
  for (const patch of patches) {
    const place = own?.get(patch[key]);
    const row = place === undefined ? undefined : (after ?? before)[place];
    if (place === undefined || row === undefined) added.push(patch as Row);
    else if (differs(row, patch)) {
      after ??= before.slice();
      after[place] = { ...row, ...patch };
    }
  }
  const rows = after ?? before;
  const gone = new Set(removed.filter((name) => own?.has(name)));
  if (added.length === 0 && gone.size === 0) {
    known.set(rows, places);
    return rows;
  }
  const staying = rows.filter((row) => row.clusterId !== clusterId || !gone.has(row[key] as string | number));
  return [...staying, ...added];
}

function placesOf<Row extends { readonly clusterId: string }>(rows: readonly Row[], key: keyof Row): Places {
  const found = known.get(rows);
  if (found) return found;
  const places = new Map<string, Map<unknown, number>>();
  for (const [place, row] of rows.entries()) {
    const own = places.get(row.clusterId);
    if (own) own.set(row[key], place);
    else places.set(row.clusterId, new Map([[row[key], place]]));
  }
  known.set(rows, places);
  return places;
}

function differs<Row extends object>(row: Row, patch: Partial<Row>): boolean {
  for (const field in patch) if (row[field] !== patch[field]) return true;
  return false;
}
