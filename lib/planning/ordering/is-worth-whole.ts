import type { SearchState, SearchStep } from "../search/search-state";
import { tryMoves } from "../search/try-moves";
import { beforeStep, judgeStep } from "../search/worth";

/**
 * Whether the moves of a step can be made one after the other from here on, are worth it as a whole, and leave no more guests in the wrong
 * place. Nothing has changed afterwards.
 */
export function isWorthWhole(state: SearchState, { need, moves }: SearchStep): boolean {
  const { placement } = state;
  const before = beforeStep(state, [...new Set(moves.flatMap(({ from, to }) => [from, to]))]);
  const broken = [placement.brokenStrict, placement.brokenLoose] as const;
  const { applied, allowed } = tryMoves(state, moves, "optional");
  // Guards let a guest leave its group for a moment.
  const isKept = placement.brokenStrict <= broken[0] && placement.brokenLoose <= broken[1];
  const worth =
    allowed && isKept && (need === "distribution" || judgeStep(state, before, moves).unworthy === null);
  state.undo(applied);
  return worth;
}
