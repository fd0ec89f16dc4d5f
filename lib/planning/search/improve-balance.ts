import { isForced } from "../ordering/net-steps";
import { unitsOn } from "./find-single";
import type { MoveUnit } from "./move-units";
import type { SearchState, SearchStep } from "./search-state";
import { SeededRandom } from "./seeded-random";

/** A load to the power of 16: high loads count far more than low ones, and the sum of these is what is lowered. */
export function powerOf(load: number): number {
  const square = load * load;
  const fourth = square * square;
  const eighth = fourth * fourth;
  return eighth * eighth;
}

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
  const powers = Float64Array.from(state.receivers, (node) => powerOf(state.loads.of(node)));
  const best: Option[] = [];
  for (const source of mostLoaded(state, powers)) {
    for (const unit of unitsOn(state, source.node)) {
      if (unit.guests.length <= most) collectOptions(state, unit, source, { best, powers });
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

function mostLoaded({ receivers, loads }: SearchState, powers: Float64Array): readonly Source[] {
  const sources: Source[] = [];
  for (let place = 0; place < receivers.length; place += 1) {
    const power = powers[place] ?? 0;
    const node = receivers[place] ?? -1;
    const isAmongFirst = sources.length < MOST_SOURCES || power > (sources.at(-1)?.power ?? 0);
    if (!isAmongFirst) continue;
    const before = sources.findIndex((one) => one.power < power);
    sources.splice(before < 0 ? sources.length : before, 0, { node, load: loads.of(node), power });
    if (sources.length > MOST_SOURCES) sources.pop();
  }
  return sources;
}

interface Source {
  readonly node: number;
  readonly load: number;
  readonly power: number;
}

/** @param powers of the receivers' loads, in their order */
function collectOptions(
  state: SearchState,
  unit: MoveUnit,
  source: Source,
  { best, powers }: { readonly best: Option[]; readonly powers: Float64Array },
): void {
  const { loads, receivers } = state;
  const gain = source.power - powerOf(loads.with(source.node, unit.demand, -1));
  if (gain <= 0) return;
  const last = best.length >= MOST_ASKED ? best.at(-1) : undefined;
  if (last && -gain >= last.sum) return;
  state.evaluations += receivers.length;
  for (let place = 0; place < receivers.length; place += 1) {
    const target = receivers[place] ?? -1;
    const power = powers[place] ?? 0;
    if (target === source.node || power >= source.power) continue;
    const load = loads.with(target, unit.demand, 1);
    if (load >= source.load) continue;
    const sum = powerOf(load) - power - gain;
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
