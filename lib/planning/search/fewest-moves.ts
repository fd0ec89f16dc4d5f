import {
  type Budget,
  budgetOf,
  improveSingles,
  movedUnits,
  originsOf,
  powerOf,
  shakeMoves,
  stepsTo,
} from "./improve-balance";
import type { MoveUnit } from "./move-units";
import { isReached, type ReliefGoal } from "./relief";
import type { SearchState, SearchStep } from "./search-state";

/** So many moves are tried as the one to be left out with the rest improved. */
const MOST_LEFT_OUT = 3;

/** So many ways are put in order. */
const MOST_ASKED = 60;

/** Moves that reach goals, of which fewer may do. */
export interface WholePlan {
  readonly steps: readonly SearchStep[];
  readonly own: readonly SearchStep[];
  readonly goals: readonly ReliefGoal[];
  readonly mayBeMade: (steps: readonly SearchStep[]) => boolean;
}

/**
 * Ways to reach the same goals with fewer moves for balance's sake, each with fewer than the one before. In a large cluster moves are only
 * left out; in others those that remain are improved as well.
 *
 * @param state where the steps lead to; afterwards too
 * @param whole `own` are those of the steps that may be left out or replaced
 */
export function fewestMoves(
  state: SearchState,
  { steps, own, goals, mayBeMade }: WholePlan,
): readonly (readonly SearchStep[])[] {
  const origins = originsOf(state, own);
  const budget = budgetOf(state);
  const others = steps.filter((step) => !own.includes(step));
  const depth = state.placement.depth;
  const ways: (readonly SearchStep[])[] = [];
  let asked = 0;
  const wayNow = () => [...others, ...stepsTo(state, origins, own)];
  const isGood = () => {
    if (!isReached(state, goals)) return false;
    if (!budget) return true;
    asked += 1;
    return asked <= MOST_ASKED && mayBeMade(wayNow());
  };
  while (!state.isOverTime && leaveOneOut(state, origins, budget, isGood)) ways.push(wayNow());
  state.undo(state.placement.depth - depth);
  return ways;
}

/** @returns whether the goals are reached with fewer moves; if not, all is as before */
function leaveOneOut(
  state: SearchState,
  origins: Int32Array,
  budget: Budget | null,
  isGood: () => boolean,
): boolean {
  const { placement } = state;
  const depth = placement.depth;
  const takenBack = () => state.undo(placement.depth - depth);
  const ranked = movedUnits(state, origins)
    .map((unit) => ({ unit, rise: riseWithout(state, origins, unit) }))
    .sort((one, other) => one.rise - other.rise);
  for (const { unit } of ranked) {
    takeBack(state, origins, unit);
    if (isGood()) return true;
    takenBack();
  }
  if (!budget) return false;
  for (const { unit } of ranked.slice(0, MOST_LEFT_OUT)) {
    takeBack(state, origins, unit);
    for (let better = true; better && !budget.isSpent; ) {
      better = improveSingles(state, origins, budget);
      if (better && isGood()) return true;
    }
    if (shakeMoves(state, origins, budget, isGood) && isGood()) return true;
    takenBack();
  }
  return false;
}

/** By how much the sum of powers rises when a unit goes back to where it was. */
function riseWithout(state: SearchState, origins: Int32Array, unit: MoveUnit): number {
  const touched = new Set<number>();
  for (const guest of unit.guests) {
    if (state.nodeOf(guest) === origins[guest]) continue;
    touched.add(state.nodeOf(guest)).add(origins[guest] ?? -1);
  }
  const nodes = [...touched].filter((node) => state.model.nodes[node]?.canReceive);
  const sum = () => nodes.reduce((all, node) => all + powerOf(state.loads.of(node)), 0);
  const before = sum();
  const taken = takeBack(state, origins, unit);
  const after = sum();
  state.undo(taken);
  return after - before;
}

function takeBack({ placement }: SearchState, origins: Int32Array, { guests }: MoveUnit): number {
  let taken = 0;
  for (const guest of guests) {
    const origin = origins[guest] ?? -1;
    if (placement.nodeOf[guest] === origin) continue;
    placement.apply(guest, origin);
    taken += 1;
  }
  return taken;
}
