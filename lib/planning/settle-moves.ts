import { inputAfter, type Past } from "./input-after";
import { buildClusterModel } from "./model/build-cluster-model";
import { findNeeds } from "./need/find-needs";
import { isForced, netSteps } from "./ordering/net-steps";
import { type OrderedMove, orderSteps } from "./ordering/order-steps";
import { stepsOfMoves } from "./ordering/steps-of-moves";
import { placeLeftovers } from "./place-leftovers";
import { sumOfPowers } from "./search/improve-balance";
import { highestLoad } from "./search/relief";
import { excessOf } from "./search/relieve-capacity";
import { searchMoves, toStart } from "./search/search-moves";
import { SearchState, type SearchStep } from "./search/search-state";

/** So often a plan is followed by the one that would come after it. */
const MOST_ROUNDS = 6;

/** Figures that differ by a smaller part are the same. */
const ROUNDING = 1e-9;

const PASTS: readonly Past[] = ["as-ever", "as-it-was"];

/**
 * A plan that is closed: once its moves are made, and everything is read anew, nothing more is found.
 *
 * What would be planned next is asked beforehand, with the input as it would be read then. While that is anything, both become one plan:
 * a guest goes straight to where it ends, and one that would come back stays. Where that cannot be put in order, or the checker refuses it,
 * the later moves follow the earlier ones. At `planning.maxMoves` the rest is left to the next plan.
 *
 * In stages, between which a caller may do something else.
 *
 * @param isSound what the checker says of a plan with these moves
 */
export function* settleMoves(
  state: SearchState,
  first: readonly OrderedMove[],
  isSound: (moves: readonly OrderedMove[]) => boolean,
): Generator<undefined, readonly OrderedMove[]> {
  const most = state.model.input.settings["planning.maxMoves"];
  let moves = first;
  for (let round = 0; round < MOST_ROUNDS && moves.length > 0 && moves.length < most; round += 1) {
    const closer = yield* closerMoves(state, moves, isSound);
    if (!closer) break;
    moves = closer;
  }
  return moves;
}

/** The moves with what would be planned next, at once or long after; null when that is nothing, or cannot become part of them. */
function* closerMoves(
  state: SearchState,
  moves: readonly OrderedMove[],
  isSound: (moves: readonly OrderedMove[]) => boolean,
): Generator<undefined, readonly OrderedMove[] | null> {
  for (const past of state.model.input.history.size > 0 ? PASTS : PASTS.slice(1)) {
    yield;
    if (state.isOverTime) return null;
    const next = nextMoves(state, moves, past);
    yield;
    const both = next.length === 0 ? null : together(state, moves, next, isSound);
    if (both) return both;
  }
  return null;
}

/** What would be planned once the moves were made. */
function nextMoves(state: SearchState, moves: readonly OrderedMove[], past: Past): readonly OrderedMove[] {
  toStart(state);
  for (const { guest, to } of moves) state.placement.apply(guest, to);
  const after = new SearchState(
    buildClusterModel(inputAfter(state.model, state.placement, past)),
    state.limits,
  );
  const found = placeLeftovers(after, searchMoves(after).moves);
  state.tooLittle = after.tooLittle;
  state.hardlyWorth = after.hardlyWorth;
  return found;
}

/** The moves of both plans as one plan; null when there is none that is sound. */
function together(
  state: SearchState,
  moves: readonly OrderedMove[],
  next: readonly OrderedMove[],
  isSound: (moves: readonly OrderedMove[]) => boolean,
): readonly OrderedMove[] | null {
  const most = state.model.input.settings["planning.maxMoves"];
  const before = goalAfter(state, moves);
  for (const both of waysTogether(state, moves, next)) {
    if (both.length > most || !leadsElsewhere(moves, both)) continue;
    const isWhole = !leadsElsewhere([...moves, ...next], both);
    if ((isWhole || !isWorse(goalAfter(state, both), before)) && isSound(both)) return both;
  }
  return null;
}

/** How good it is where moves lead to, in the order of docs/planning.md: what cannot be put in order is left out, and may have been what counted. */
export function goalAfter(state: SearchState, moves: readonly OrderedMove[]): readonly number[] {
  const { model, placement } = state;
  toStart(state);
  for (const { guest, to } of moves) placement.apply(guest, to);
  const excess = [...state.order].reduce((sum, node) => sum + excessOf(state, node), 0);
  const toEvacuate = findNeeds(model, placement)
    .filter(({ need }) => need === "evacuation")
    .reduce((sum, { guests }) => sum + guests.length, 0);
  const highest = highestLoad(state, new Set());
  return [placement.brokenStrict, placement.brokenLoose, excess, toEvacuate, highest, sumOfPowers(state)];
}

/** By the first figure in which they differ. */
export function isWorse(goal: readonly number[], than: readonly number[]): boolean {
  const place = goal.findIndex((figure, index) => Math.abs(figure - (than[index] ?? 0)) > ROUNDING * figure);
  return place >= 0 && (goal[place] ?? 0) > (than[place] ?? 0);
}

/** The better first. */
function* waysTogether(
  state: SearchState,
  moves: readonly OrderedMove[],
  next: readonly OrderedMove[],
): Generator<readonly OrderedMove[]> {
  const [earlier, later] = [stepsOfMoves(moves), stepsOfMoves(next)];
  yield inOrder(state, [...earlier, ...later]);
  const merged = mergedSteps(earlier, later);
  if (merged.length < earlier.length + later.length) yield inOrder(state, merged);
  const moved = new Set(moves.map(({ guest }) => guest));
  if (!next.some(({ guest }) => moved.has(guest))) yield [...moves, ...following(moves, next)];
}

function inOrder(state: SearchState, steps: readonly SearchStep[]): readonly OrderedMove[] {
  toStart(state);
  return placeLeftovers(state, orderSteps(state, netSteps(state, steps)).moves);
}

/**
 * A later step that sends on a guest of a step that must be made becomes part of that: others make room for it where it goes at once, which
 * would not be worth it for balance's sake alone.
 */
function mergedSteps(earlier: readonly SearchStep[], later: readonly SearchStep[]): readonly SearchStep[] {
  const steps = [...earlier];
  for (const step of later) {
    const guests = new Set(step.moves.map(({ guest }) => guest));
    const place = steps.findLastIndex(
      (one) => isForced(one) && one.moves.some(({ guest }) => guests.has(guest)),
    );
    const before = steps[place];
    if (!before) {
      steps.push(step);
      continue;
    }
    const others = before.moves.filter(({ guest }) => !guests.has(guest));
    steps[place] = { ...before, moves: [...others, ...step.moves] };
  }
  return steps;
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

/** Where every guest ends that does not end where it began. */
function endOf(moves: readonly OrderedMove[]): string {
  const origins = new Map(moves.toReversed().map(({ guest, from }) => [guest, from]));
  const places = new Map(moves.map(({ guest, to }) => [guest, to]));
  return [...places]
    .filter(([guest, to]) => origins.get(guest) !== to)
    .sort(([one], [other]) => one - other)
    .join(" ");
}
