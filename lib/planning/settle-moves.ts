import { inputAfter, type Past } from "./input-after";
import { buildClusterModel } from "./model/build-cluster-model";
import { netSteps } from "./ordering/net-steps";
import { type OrderedMove, orderSteps } from "./ordering/order-steps";
import { stepsOfMoves } from "./ordering/steps-of-moves";
import { placeLeftovers } from "./place-leftovers";
import { searchMoves, toStart } from "./search/search-moves";
import { SearchState, type SearchStep } from "./search/search-state";

/** So often a plan is followed by the one that would come after it. */
const MOST_ROUNDS = 6;

const PASTS: readonly Past[] = ["as-ever", "as-it-was"];

/**
 * A plan that is closed: once its moves are made, and everything is read anew, nothing more is found.
 *
 * What would be planned next is asked beforehand, with the input as it would be read then. While that is anything, both become one plan:
 * a guest goes straight to where it ends, and one that would come back stays. Where that cannot be put in order, or the checker refuses it,
 * the later moves follow the earlier ones. At `planning.maxMoves` the rest is left to the next plan.
 *
 * @param isSound what the checker says of a plan with these moves
 */
export function settleMoves(
  state: SearchState,
  first: readonly OrderedMove[],
  isSound: (moves: readonly OrderedMove[]) => boolean,
): readonly OrderedMove[] {
  const most = state.model.input.settings["planning.maxMoves"];
  let moves = first;
  for (let round = 0; round < MOST_ROUNDS && moves.length > 0 && moves.length < most; round += 1) {
    if (state.isOverTime) break;
    const next = nextMoves(state, moves);
    if (next.length === 0) break;
    const both = together(state, moves, next).find(
      (one) => one.length <= most && leadsElsewhere(moves, one) && isSound(one),
    );
    if (!both) break;
    moves = both;
  }
  return moves;
}

/** What would be planned once the moves were made: at once, or when the past is as it would have been. */
function nextMoves(state: SearchState, moves: readonly OrderedMove[]): readonly OrderedMove[] {
  toStart(state);
  for (const { guest, to } of moves) state.placement.apply(guest, to);
  for (const past of state.model.input.history.size > 0 ? PASTS : PASTS.slice(1)) {
    const input = inputAfter(state.model, state.placement, past);
    const after = new SearchState(buildClusterModel(input), state.limits);
    const found = placeLeftovers(after, searchMoves(after).moves);
    state.tooLittle = after.tooLittle;
    if (found.length > 0) return found;
  }
  return [];
}

/** Ways to make the moves of both plans as one, the better first. */
function together(
  state: SearchState,
  moves: readonly OrderedMove[],
  next: readonly OrderedMove[],
): readonly (readonly OrderedMove[])[] {
  const steps: readonly SearchStep[] = [...stepsOfMoves(moves), ...stepsOfMoves(next)];
  toStart(state);
  const anew = placeLeftovers(state, orderSteps(state, netSteps(state, steps)).moves);
  const moved = new Set(moves.map(({ guest }) => guest));
  return next.some(({ guest }) => moved.has(guest)) ? [anew] : [anew, [...moves, ...following(moves, next)]];
}

/** The same moves in waves and bundles after the earlier ones. */
function following(earlier: readonly OrderedMove[], moves: readonly OrderedMove[]): readonly OrderedMove[] {
  const wave = earlier.at(-1)?.wave ?? 0;
  const bundle = Math.max(0, ...earlier.map((move) => move.bundle ?? 0));
  return moves.map((move) => ({
    ...move,
    wave: move.wave + wave,
    bundle: move.bundle === null ? null : move.bundle + bundle,
  }));
}

function leadsElsewhere(one: readonly OrderedMove[], other: readonly OrderedMove[]): boolean {
  return endOf(one) !== endOf(other);
}

function endOf(moves: readonly OrderedMove[]): string {
  const places = new Map(moves.map(({ guest, to }) => [guest, to]));
  return [...places].sort(([one], [other]) => one - other).join(" ");
}
