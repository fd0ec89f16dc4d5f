import {
  type Budget,
  budgetOf,
  improveSingles,
  movedUnits,
  originsOf,
  shakeMoves,
  stepsTo,
  takeBack,
} from "./improve-balance";
import type { MoveUnit } from "./move-units";
import { reachWithFewer } from "./reach-with-fewer";
import type { ReliefGoal } from "./relief";
import type { SearchState, SearchStep } from "./search-state";
import { powerOf } from "./unit-loads";

/** So many moves are tried as the one to be left out with the rest improved. */
const MOST_LEFT_OUT = 3;

/** Tries with two or three other moves for each of those. */
const MOST_SHAKES = 80;

/** So many ways are put in order. */
const MOST_ASKED = 60;

/** Moves that reach goals, of which fewer may do. */
export interface WholePlan {
  readonly steps: readonly SearchStep[];
  readonly own: readonly SearchStep[];
  readonly goals: readonly ReliefGoal[];
  /** Whether a state is one that fewer moves may lead to; where it is, the goals are reached. */
  readonly reaches: (state: SearchState) => boolean;
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
  { steps, own, goals, reaches, mayBeMade }: WholePlan,
): readonly (readonly SearchStep[])[] {
  const origins = originsOf(state, own);
  const budget = budgetOf(state);
  const others = steps.filter((step) => !own.includes(step));
  const depth = state.placement.depth;
  const ways: (readonly SearchStep[])[] = [];
  let asked = 0;
  const wayNow = () => [...others, ...stepsTo(state, origins, own)];
  const isGood = () => {
    if (!reaches(state)) return false;
    if (!budget) return true;
    asked += 1;
    return asked <= MOST_ASKED && mayBeMade(wayNow());
  };
  const leaving = { origins, goals, isGood };
  while (!state.isOverTime && leaveOneOut(state, leaving)) ways.push(wayNow());
  if (budget && moveOthers(state, leaving)) ways.push(wayNow());
  while (budget && !budget.isSpent && improveWithoutOne(state, leaving, budget)) ways.push(wayNow());
  state.undo(state.placement.depth - depth);
  return ways;
}

/** What may be left out, and when that is good. */
interface Leaving {
  readonly origins: Int32Array;
  readonly goals: readonly ReliefGoal[];
  readonly isGood: () => boolean;
}

/** Leaves out one move as it is. @returns whether that is good; if not, all is as before */
function leaveOneOut(state: SearchState, { origins, isGood }: Leaving): boolean {
  for (const unit of rankedUnits(state, origins)) {
    const taken = takeBack(state, origins, [unit]);
    if (isGood()) return true;
    state.undo(taken);
  }
  return false;
}

/** Units whose move helps least come first. */
function rankedUnits(state: SearchState, origins: Int32Array): readonly MoveUnit[] {
  return movedUnits(state, origins)
    .map((unit) => ({ unit, rise: riseWithout(state, origins, unit) }))
    .sort((one, other) => one.rise - other.rise)
    .map(({ unit }) => unit);
}

/** Looks for all moves anew, of fewer guests than now. @returns whether that was found; if not, all is as before */
function moveOthers(state: SearchState, { origins, goals, isGood }: Leaving): boolean {
  const depth = state.placement.depth;
  const units = movedUnits(state, origins);
  const most = units.reduce((sum, unit) => sum + awayFrom(state, origins, unit), 0) - 1;
  takeBack(state, origins, units);
  if (reachWithFewer(state, { origins, goals, most, isGood })) return true;
  state.undo(state.placement.depth - depth);
  return false;
}

/** Leaves out one move and improves the others. @returns whether that is good; if not, all is as before */
function improveWithoutOne(state: SearchState, { origins, isGood }: Leaving, budget: Budget): boolean {
  const depth = state.placement.depth;
  for (const unit of rankedUnits(state, origins).slice(0, MOST_LEFT_OUT)) {
    takeBack(state, origins, [unit]);
    for (let better = true; better && !budget.isSpent; ) {
      better = improveSingles(state, origins, budget);
      if (better && isGood()) return true;
    }
    if (shakeMoves(state, origins, budget, { most: MOST_SHAKES, isEnough: isGood }) && isGood()) return true;
    state.undo(state.placement.depth - depth);
  }
  return false;
}

function awayFrom(state: SearchState, origins: Int32Array, { guests }: MoveUnit): number {
  return guests.filter((guest) => state.nodeOf(guest) !== origins[guest]).length;
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
  const taken = takeBack(state, origins, [unit]);
  const after = sum();
  state.undo(taken);
  return after - before;
}
