import type { MoveRow, MoveState } from "@/lib/api/moves";

const WAITING: ReadonlySet<MoveState> = new Set(["planned", "waiting"]);
const ENDED: ReadonlySet<MoveState> = new Set(["done", "failed", "cancelled", "superseded"]);

export interface MoveGroups {
  /** A person has to look what became of these. */
  readonly unknown: readonly MoveRow[];
  readonly underWay: readonly MoveRow[];
  readonly waiting: readonly MoveRow[];
}

/** Moves that have not ended, by what they need of whoever looks; each group in the order of asking. */
export function groupMoves(moves: readonly MoveRow[]): MoveGroups {
  const inOrder = [...moves].sort((one, other) => one.requestedAtMs - other.requestedAtMs);
  return {
    unknown: inOrder.filter(({ state }) => state === "unknown"),
    underWay: inOrder.filter(
      ({ state }) => state !== "unknown" && !WAITING.has(state) && !isEndedMove(state),
    ),
    waiting: inOrder.filter(({ state }) => WAITING.has(state)),
  };
}

/** Nothing follows any more. */
export function isEndedMove(state: MoveState): boolean {
  return ENDED.has(state);
}
