import type { SearchState, SearchStep } from "../search/search-state";
import { tryMoves } from "../search/try-moves";
import { beforeStep, judgeStep } from "../search/worth";

/** Whether the moves of a step can be made one after the other from here on, and are worth it as a whole. Nothing has changed afterwards. */
export function isWorthWhole(state: SearchState, { need, moves }: SearchStep): boolean {
  const before = beforeStep(state, [...new Set(moves.flatMap(({ from, to }) => [from, to]))]);
  const { applied, allowed } = tryMoves(state, moves, "optional");
  const worth = allowed && (need === "distribution" || judgeStep(state, before, moves).unworthy === null);
  state.undo(applied);
  return worth;
}
