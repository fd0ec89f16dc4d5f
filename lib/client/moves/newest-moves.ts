import { MOVE_STATES } from "@/lib/api/move-states";
import type { MoveDetail, MoveRow } from "@/lib/api/moves";
import type { Heard } from "../live/heard-store";
import { isEndedMove } from "./move-groups";

export interface ReadMoves {
  readonly moves: readonly MoveRow[];
  /** When they were asked for, by this browser's clock. */
  readonly askedAtMs: number;
}

/**
 * The moves that have not ended, from the list that was read last and from what the stream has told since. Of two tellings that cross, the
 * one that is further counts.
 */
export function activeMoves(read: ReadMoves, heard: ReadonlyMap<string, Heard<MoveRow>>): readonly MoveRow[] {
  const rows = new Map(read.moves.map((move) => [move.id, move]));
  for (const [id, { row, heardAtMs }] of heard) {
    if (heardAtMs < read.askedAtMs) continue;
    const listed = rows.get(id);
    rows.set(id, listed ? furtherMove(listed, row) : row);
  }
  return [...rows.values()].filter(({ state }) => !isEndedMove(state));
}

export interface ReadMove {
  readonly move: MoveDetail;
  /** When it was asked for, by this browser's clock. */
  readonly askedAtMs: number;
}

/** A move as it was read last, with what the stream has told since. */
export function watchedMove({ move, askedAtMs }: ReadMove, heard: Heard<MoveRow> | null): MoveDetail {
  if (heard === null || heard.heardAtMs < askedAtMs) return move;
  return { ...move, ...furtherMove(move, heard.row) };
}

/** Of two tellings of one move the one that is further on; the second when they are as far. */
export function furtherMove(one: MoveRow, other: MoveRow): MoveRow {
  return rankOf(one) > rankOf(other) ? one : other;
}

/** A move whose end is not known may still end. */
function rankOf({ state }: MoveRow): number {
  if (state === "unknown") return MOVE_STATES.indexOf("verifying") + 0.5;
  return MOVE_STATES.indexOf(state);
}
