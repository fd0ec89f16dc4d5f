import type { MoveRow } from "@/lib/api/moves";
import type { PlanRunRow } from "@/lib/api/plans";

export interface Heard<Row> {
  readonly row: Row;
  /** By this browser's clock. */
  readonly heardAtMs: number;
}

/** The newest that the stream has told of each move and each approved plan, by id. */
export interface HeardRows {
  readonly moves: ReadonlyMap<string, Heard<MoveRow>>;
  readonly plans: ReadonlyMap<string, Heard<PlanRunRow>>;
}

export interface HeardStore {
  readonly subscribe: (listener: () => void) => () => void;
  readonly rows: () => HeardRows;
  readonly hearMove: (move: MoveRow) => void;
  readonly hearPlan: (plan: PlanRunRow) => void;
  /** While held, what is heard is kept and not yet shown. */
  readonly hold: (held: boolean) => void;
}

export const NOTHING_HEARD: HeardRows = { moves: new Map(), plans: new Map() };

/** Older ones are not shown anywhere any more, or are read again. */
const MOST_KEPT = 300;

export function createHeardStore(now: () => number): HeardStore {
  const listeners = new Set<() => void>();
  let newest = NOTHING_HEARD;
  let shown = NOTHING_HEARD;
  let isHeld = false;

  const publish = () => {
    if (isHeld || shown === newest) return;
    shown = newest;
    for (const listener of [...listeners]) listener();
  };
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    rows: () => shown,
    hearMove: (row) => {
      newest = { ...newest, moves: withRow(newest.moves, { row, heardAtMs: now() }) };
      publish();
    },
    hearPlan: (row) => {
      newest = { ...newest, plans: withRow(newest.plans, { row, heardAtMs: now() }) };
      publish();
    },
    hold: (held) => {
      isHeld = held;
      publish();
    },
  };
}

function withRow<Row extends { readonly id: string }>(
  rows: ReadonlyMap<string, Heard<Row>>,
  heard: Heard<Row>,
): ReadonlyMap<string, Heard<Row>> {
  const next = new Map(rows);
  // Put last, so that the one heard longest ago is the first to go.
  next.delete(heard.row.id);
  next.set(heard.row.id, heard);
  const [oldest] = next.keys();
  if (next.size > MOST_KEPT && oldest !== undefined) next.delete(oldest);
  return next;
}
