import { findNeeds } from "../need/find-needs";
import { isForced, netSteps } from "../ordering/net-steps";
import { type OrderedPlan, orderSteps } from "../ordering/order-steps";
import { balanceLoads } from "./balance-loads";
import { breakCycles } from "./break-cycles";
import { emptyNodes } from "./empty-nodes";
import { evenOutGuests } from "./even-out-guests";
import { improveBalance, sumOfPowers } from "./improve-balance";
import { relieveCapacity } from "./relieve-capacity";
import { repairRules } from "./repair-rules";
import type { SearchState, SearchStep } from "./search-state";

/** So often the search goes on from where the ordered moves lead, until it finds nothing there. */
const MOST_ROUNDS = 10;

/** Later rounds only add to what the first ones found. */
const IMPROVED_ROUNDS = 2;

/** So often what must be done is looked at again after other moves made room. */
const MOST_PASSES = 4;

/**
 * Everything that should move, in the order in which it can: what must be done first, then what is worth it.
 *
 * The search goes on from the state that the moves lead to, so that planning again from there finds nothing.
 */
export function searchMoves(state: SearchState): OrderedPlan {
  let kept: readonly SearchStep[] = [];
  let ordered: OrderedPlan = { moves: [], steps: [], left: [] };
  for (let round = 0; round < MOST_ROUNDS && !state.isOverTime; round += 1) {
    const found = searchSteps(state);
    if (found.length === 0) break;
    ordered = orderBest(state, kept, found, round < IMPROVED_ROUNDS);
    kept = ordered.steps;
  }
  return ordered;
}

/** Orders what was found, and what it can be improved to, and takes what leads to the better end. */
function orderBest(
  state: SearchState,
  kept: readonly SearchStep[],
  found: readonly SearchStep[],
  improve: boolean,
): OrderedPlan {
  const plain = netSteps(state, [...kept, ...found]);
  const better = improve ? improveBalance(state, found) : null;
  const improved = better && netSteps(state, [...kept, ...better]);
  toStart(state);
  const first = orderSteps(state, plain);
  if (!improved) return first;
  const sum = sumOfPowers(state);
  toStart(state);
  const second = orderSteps(state, improved);
  const isBetter =
    forcedLeft(second) <= forcedLeft(first) &&
    second.moves.length <= first.moves.length &&
    sumOfPowers(state) < sum;
  if (isBetter) return second;
  toStart(state);
  return orderSteps(state, plain);
}

function forcedLeft({ left }: OrderedPlan): number {
  return left.filter(isForced).length;
}

/** Puts every guest back to where it is now. */
export function toStart(state: SearchState): void {
  state.undo(state.placement.depth);
  state.scores.update(state.order, state.placement.load);
}

function searchSteps(state: SearchState): readonly SearchStep[] {
  state.steps.length = 0;
  for (let pass = 0, before = -1; pass < MOST_PASSES && state.steps.length > before; pass += 1) {
    before = state.steps.length;
    repairRules(state);
    breakCycles(state);
    relieveCapacity(state);
    emptyNodes(state);
    const needs = findNeeds(state.model, state.placement);
    if (needs.some(({ need }) => need === "contention" || need === "imbalance")) balanceLoads(state);
    evenOutGuests(state);
  }
  return [...state.steps];
}
