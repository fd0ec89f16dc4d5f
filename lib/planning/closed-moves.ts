import type { OrderedMove } from "./ordering/order-steps";
import { placeLeftovers } from "./place-leftovers";
import { searchMoves } from "./search/search-moves";
import { SearchState } from "./search/search-state";
import { goalAfter, isWorse, settleMoves } from "./settle-moves";

/** Of what {@link goalAfter} says, what must not be worse: rules, nodes that hold too much, guests that must leave. */
const MUST = 4;

/**
 * A plan that is closed; see {@link settleMoves}. Where moves that were left out left the nodes so uneven that others had to follow, the
 * search is made again without leaving out those that keep the nodes even, and the plan with fewer moves is taken.
 *
 * In stages, between which a caller may do something else.
 *
 * @param isSound what the checker says of a plan with these moves
 */
export function* closedMoves(
  state: SearchState,
  first: readonly OrderedMove[],
  isSound: (moves: readonly OrderedMove[]) => boolean,
): Generator<undefined, readonly OrderedMove[]> {
  const settled = yield* settleMoves(state, first, isSound);
  if (settled.length <= first.length || state.isOverTime) return settled;
  yield;
  const even = new SearchState(state.model, { ...state.limits, staysEven: true });
  const searched = placeLeftovers(even, searchMoves(even).moves);
  if (searched.length >= settled.length || !isSound(searched)) return settled;
  yield;
  const closed = yield* settleMoves(even, searched, isSound);
  const must = (moves: readonly OrderedMove[]) => goalAfter(state, moves).slice(0, MUST);
  return closed.length < settled.length && !isWorse(must(closed), must(settled)) ? closed : settled;
}
