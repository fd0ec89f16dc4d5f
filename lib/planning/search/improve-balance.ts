import { isForced } from "../ordering/net-steps";
import { unitsOn } from "./find-single";
import type { MoveUnit } from "./move-units";
import type { SearchState, SearchStep } from "./search-state";
import { SeededRandom } from "./seeded-random";
import { powerOf, type UnitLoads } from "./unit-loads";

/** A change must lower that sum by this part of it. */
const LEAST_GAIN = 1e-4;

/** Placements of one guest that are looked at; larger clusters are left as the first search has them. */
const MOST_EVALUATIONS = 300_000;
const MOST_PLACEMENTS = 8_000;

/** Tries with two and three moves taken back at once; every fourth makes one move less. */
const MOST_SHAKES = 120;

/** So often all moves are looked for anew. */
const MOST_STARTS = 12;

/** How often a try leaves the best placement out, so that it finds another way. */
const LEFT_OUT = 0.35;

/** The most loaded nodes that a new move may start from. */
const MOST_SOURCES = 3;

/** So many of the best placements are asked of the guards. */
const MOST_ASKED = 12;

/**
 * Improves moves made for balance's sake without making more of them: some are taken back, and as many others are made that lower the highest
 * loads most. Every single one first, then every pair or a seeded choice of them, then threes.
 *
 * @param state where the steps lead to; where the improved ones lead to afterwards
 * @returns steps of the same or a smaller number of moves; null when nothing better was found
 */
export function improveBalance(
  state: SearchState,
  steps: readonly SearchStep[],
): readonly SearchStep[] | null {
  const own = steps.filter((step) => !isForced(step) && step.need !== "distribution");
  if (own.length === 0) return null;
  const budget = budgetOf(state);
  if (!budget) return null;
  const origins = originsOf(state, own);
  let improved = false;
  for (let better = true; better && !budget.isSpent; ) {
    better = improveSingles(state, origins, budget);
    improved ||= better;
  }
  if (shakeMoves(state, origins, budget)) improved = true;
  if (startAnew(state, origins, budget)) improved = true;
  if (!improved) return null;
  return [...steps.filter((step) => !own.includes(step)), ...stepsTo(state, origins, own)];
}

/** What may still be tried. */
export interface Budget {
  readonly isSpent: boolean;
}

/** What may be tried from here on; null in a cluster that is too large for it. */
export function budgetOf(state: SearchState): Budget | null {
  if (state.units.length * state.receivers.length > MOST_PLACEMENTS) return null;
  const until = state.evaluations + MOST_EVALUATIONS;
  return {
    get isSpent() {
      return state.evaluations > until || state.isOverTime;
    },
  };
}

/** By guest: where it was before any of the steps. */
export function originsOf({ placement }: SearchState, steps: readonly SearchStep[]): Int32Array {
  const origins = placement.nodeOf.slice();
  for (const { moves } of [...steps].reverse()) {
    for (const { guest, from } of [...moves].reverse()) origins[guest] = from;
  }
  return origins;
}

/** Units of which a guest is elsewhere than at its origin. */
export function movedUnits({ unitOf, placement }: SearchState, origins: Int32Array): readonly MoveUnit[] {
  const { nodeOf } = placement;
  const moved = new Set<MoveUnit>();
  for (let guest = 0; guest < nodeOf.length; guest += 1) {
    const unit = nodeOf[guest] === origins[guest] ? undefined : unitOf[guest];
    if (unit) moved.add(unit);
  }
  return [...moved].sort((one, other) => one.index - other.index);
}

/** Replaces each moved unit's move by a better one. @returns whether one was found */
export function improveSingles(state: SearchState, origins: Int32Array, budget: Budget): boolean {
  let improved = false;
  for (const unit of movedUnits(state, origins)) {
    if (budget.isSpent) break;
    if (tryAnew(state, origins, [unit], { random: null, fewer: 0 })) improved = true;
  }
  return improved;
}

/** Replaces two or three moves at a time, chosen by the seed. @returns whether something better was found */
export function shakeMoves(
  state: SearchState,
  origins: Int32Array,
  budget: Budget,
  {
    most = MOST_SHAKES,
    isEnough = () => false,
  }: { readonly most?: number; readonly isEnough?: () => boolean } = {},
): boolean {
  const random = new SeededRandom(state.model.input.settings["planning.seed"]);
  let improved = false;
  for (let shake = 0; shake < most && !budget.isSpent; shake += 1) {
    const chosen = chooseSome(movedUnits(state, origins), random);
    if (chosen.length === 0) break;
    const fewer = shake % 4 === 3 ? 1 : 0;
    if (!tryAnew(state, origins, chosen, { random, fewer })) continue;
    improved = true;
    if (isEnough()) break;
  }
  return improved;
}

/** Two or three of them, or all. */
function chooseSome(units: readonly MoveUnit[], random: SeededRandom): readonly MoveUnit[] {
  const count = Math.min(units.length, 2 + random.below(2));
  const chosen = new Set<MoveUnit>();
  while (chosen.size < count) {
    const unit = units[random.below(units.length)];
    if (unit) chosen.add(unit);
  }
  return [...chosen];
}

interface Way {
  /** Sometimes leaves the best placement out; null: never. */
  readonly random: SeededRandom | null;
  /** So many guests fewer are moved than were taken back. */
  readonly fewer: number;
}

/** Takes moves back and makes as many others, or fewer; all is as before when that is not better. */
function tryAnew(
  state: SearchState,
  origins: Int32Array,
  units: readonly MoveUnit[],
  { random, fewer }: Way,
): boolean {
  const { placement } = state;
  const depth = placement.depth;
  const before = sumOfPowers(state);
  const guests = takeBack(state, origins, units);
  placeAnew(state, guests - fewer, origins, random);
  const sum = sumOfPowers(state);
  if (sum < before * (1 - LEAST_GAIN) || (fewer > 0 && sum <= before)) return true;
  state.undo(placement.depth - depth);
  return false;
}

/** Looks for all moves anew, each time a little differently. @returns whether something better was found */
function startAnew(state: SearchState, origins: Int32Array, budget: Budget): boolean {
  const random = new SeededRandom(state.model.input.settings["planning.seed"]);
  let improved = false;
  for (let start = 0; start < MOST_STARTS && !budget.isSpent; start += 1) {
    const { placement } = state;
    const depth = placement.depth;
    const before = sumOfPowers(state);
    const guests = takeBack(state, origins, movedUnits(state, origins));
    placeAnew(state, guests, origins, random);
    for (let better = true; better && !budget.isSpent; ) better = improveSingles(state, origins, budget);
    if (sumOfPowers(state) < before * (1 - LEAST_GAIN)) improved = true;
    else state.undo(placement.depth - depth);
  }
  return improved;
}

/** @returns how many guests went back to where they were */
export function takeBack(
  { placement }: SearchState,
  origins: Int32Array,
  units: readonly MoveUnit[],
): number {
  let taken = 0;
  for (const { guests } of units) {
    for (const guest of guests) {
      const origin = origins[guest] ?? -1;
      if (placement.nodeOf[guest] === origin) continue;
      placement.apply(guest, origin);
      taken += 1;
    }
  }
  return taken;
}

/** Makes moves of so many guests, each time one of the best. */
export function placeAnew(
  state: SearchState,
  most: number,
  origins: Int32Array,
  random: SeededRandom | null,
): void {
  let left = most;
  for (let made = 1; made > 0 && left > 0; left -= made) made = placeBest(state, left, origins, random);
}

interface Option {
  readonly unit: MoveUnit;
  /** Place among the receivers. */
  readonly target: number;
  readonly sum: number;
}

/**
 * Makes the move from one of the most loaded nodes that lowers the sum most.
 *
 * @returns how many guests were moved that were where they began; 0 when nothing helps
 */
function placeBest(
  state: SearchState,
  most: number,
  origins: Int32Array,
  random: SeededRandom | null,
): number {
  const { unitLoads, receivers } = state;
  unitLoads.refresh();
  const best: Option[] = [];
  for (const source of unitLoads.mostLoaded(MOST_SOURCES)) {
    for (const unit of unitsOn(state, receivers[source] ?? -1)) {
      if (unit.guests.length > most) continue;
      state.evaluations += collectOptions(unitLoads, unit, source, best);
    }
  }
  for (const { unit, target } of best) {
    if (random && random.next() < LEFT_OUT) continue;
    const untouched = unit.guests.filter((guest) => state.nodeOf(guest) === origins[guest]).length;
    const moves = state.moveUnit(unit, receivers[target] ?? -1, "optional");
    if (typeof moves !== "string") return Math.max(1, untouched);
  }
  return 0;
}

/** @returns how many targets were looked at */
function collectOptions(unitLoads: UnitLoads, unit: MoveUnit, source: number, best: Option[]): number {
  const { loads, powers } = unitLoads;
  const load = loads[source] ?? 0;
  const gain = (powers[source] ?? 0) - powerOf(unitLoads.with(source, unit, -1));
  let asked = 1;
  for (let target = 0; target < loads.length; target += 1) {
    const worst = best.length < MOST_ASKED ? 0 : (best.at(-1)?.sum ?? 0);
    if (-gain >= worst) return asked;
    if ((loads[target] ?? 0) >= load) continue;
    asked += 1;
    const higher = unitLoads.with(target, unit, 1);
    const sum = powerOf(higher) - (powers[target] ?? 0) - gain;
    if (higher < load && sum < worst) keepBest(best, { unit, target, sum });
  }
  return asked;
}

function keepBest(best: Option[], option: Option): void {
  let place = best.length;
  while (place > 0 && (best[place - 1]?.sum ?? 0) > option.sum) place -= 1;
  best.splice(place, 0, option);
  if (best.length > MOST_ASKED) best.pop();
}

/** The sum of all loads to a high power: lower is better, and the highest loads decide. */
export function sumOfPowers({ receivers, loads }: SearchState): number {
  let sum = 0;
  for (const node of receivers) sum += powerOf(loads.of(node));
  return sum;
}

/** One step for each unit that moved, those from the most loaded nodes first; groups as a whole. */
export function stepsTo(
  state: SearchState,
  origins: Int32Array,
  steps: readonly SearchStep[],
): readonly SearchStep[] {
  const cause = { need: steps[0]?.need ?? "contention", subject: steps[0]?.subject ?? "" };
  const order = new Map(steps.flatMap(({ moves }) => moves).map(({ guest }, place) => [guest, place]));
  return movedUnits(state, origins)
    .map(({ guests }) => ({
      place: Math.min(...guests.map((guest) => order.get(guest) ?? Number.POSITIVE_INFINITY)),
      step: {
        ...cause,
        moves: guests
          .filter((guest) => state.nodeOf(guest) !== origins[guest])
          .map((guest) => ({ guest, from: origins[guest] ?? -1, to: state.nodeOf(guest) })),
      },
    }))
    .sort((one, other) => (one.place < other.place ? -1 : Number(one.place > other.place)))
    .map(({ step }) => step);
}
