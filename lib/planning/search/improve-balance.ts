import { isForced } from "../ordering/net-steps";
import { unitsOn } from "./find-single";
import type { MoveUnit } from "./move-units";
import type { SearchState, SearchStep } from "./search-state";
import { SeededRandom } from "./seeded-random";

/** High loads count far more than low ones: the sum of loads to this power is what is lowered. */
const POWER = 16;

/** A change must lower that sum by this part of it. */
const LEAST_GAIN = 1e-4;

/** Placements of one guest that are looked at; larger clusters are left as the first search has them. */
const MOST_EVALUATIONS = 300_000;
const MOST_PLACEMENTS = 8_000;

/** Tries with two and three moves taken back at once; every fourth makes one move less. */
const MOST_SHAKES = 600;

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
export function movedUnits({ units, placement }: SearchState, origins: Int32Array): readonly MoveUnit[] {
  return units.filter(({ guests }) => guests.some((guest) => placement.nodeOf[guest] !== origins[guest]));
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
  isEnough: () => boolean = () => false,
): boolean {
  const random = new SeededRandom(state.model.input.settings["planning.seed"]);
  let improved = false;
  for (let shake = 0; shake < MOST_SHAKES && !budget.isSpent; shake += 1) {
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
  let guests = 0;
  for (const unit of units) {
    for (const guest of unit.guests) {
      const origin = origins[guest] ?? -1;
      if (placement.nodeOf[guest] === origin) continue;
      placement.apply(guest, origin);
      guests += 1;
    }
  }
  guests -= fewer;
  for (let made = 1; made > 0 && guests > 0; guests -= made) made = placeBest(state, guests, origins, random);
  const sum = sumOfPowers(state);
  if (sum < before * (1 - LEAST_GAIN) || (fewer > 0 && sum <= before)) return true;
  state.undo(placement.depth - depth);
  return false;
}

interface Option {
  readonly unit: MoveUnit;
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
  const { loads, receivers } = state;
  const sources = receivers
    .map((node) => ({ node, load: loads.of(node) }))
    .sort((one, other) => other.load - one.load)
    .slice(0, MOST_SOURCES);
  const best: Option[] = [];
  for (const { node: source, load } of sources) {
    for (const unit of unitsOn(state, source)) {
      if (unit.guests.length > most) continue;
      collectOptions(state, unit, { source, load }, best);
    }
  }
  for (const { unit, target } of best) {
    if (random && random.next() < LEFT_OUT) continue;
    const untouched = unit.guests.filter((guest) => state.nodeOf(guest) === origins[guest]).length;
    const moves = state.moveUnit(unit, target, "optional");
    if (typeof moves !== "string") return Math.max(1, untouched);
  }
  return 0;
}

function collectOptions(
  state: SearchState,
  unit: MoveUnit,
  { source, load }: { readonly source: number; readonly load: number },
  best: Option[],
): void {
  const { loads, receivers } = state;
  const left = loads.with(source, unit.demand, -1);
  const gain = load ** POWER - left ** POWER;
  if (gain <= 0) return;
  state.evaluations += receivers.length;
  for (const target of receivers) {
    if (target === source) continue;
    const with_ = loads.with(target, unit.demand, 1);
    if (with_ >= load) continue;
    const sum = with_ ** POWER - loads.of(target) ** POWER - gain;
    if (sum < 0) keepBest(best, { unit, target, sum });
  }
}

function keepBest(best: Option[], option: Option): void {
  const last = best.at(-1);
  if (best.length >= MOST_ASKED && last && last.sum <= option.sum) return;
  let place = best.length;
  while (place > 0 && (best[place - 1]?.sum ?? 0) > option.sum) place -= 1;
  best.splice(place, 0, option);
  if (best.length > MOST_ASKED) best.pop();
}

/** The sum of all loads to a high power: lower is better, and the highest loads decide. */
export function sumOfPowers({ receivers, loads }: SearchState): number {
  let sum = 0;
  for (const node of receivers) sum += loads.of(node) ** POWER;
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
