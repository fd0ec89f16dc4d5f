import { unitsOn } from "./find-single";
import type { MoveUnit } from "./move-units";
import type { GuestMove, SearchState } from "./search-state";
import { beforeStep, judgeStep } from "./worth";

/** Swaps are looked for with so many of the least loaded nodes; in a large cluster there are enough single moves. */
const MOST_PARTNERS = 8;
const MOST_PARTNERS_OF_MANY = 3;
const MANY_NODES = 16;

/** So many of the best swaps are asked about in full. */
const MOST_ASKED = 48;

/** Pairs of guests that are looked at for one node. */
const MOST_PAIRS = 60_000;

/** Loads that differ by less are the same. */
const ROUNDING = 1e-6;

interface Swap {
  readonly given: MoveUnit;
  readonly gotten: MoveUnit;
  readonly partner: number;
  readonly load: number;
}

/**
 * The exchange of a guest (or group) of a node for a smaller one of another after which the higher load of both is lowest. It is made.
 *
 * @returns the moves in an order in which each finds its room; null when no swap is allowed and worth making
 */
export function makeBestSwap(state: SearchState, source: number): readonly GuestMove[] | null {
  const { loads } = state;
  const load = loads.of(source);
  const partners = state.receivers
    .filter((node) => node !== source && loads.of(node) < load)
    .sort((one, other) => loads.of(one) - loads.of(other))
    .slice(0, state.receivers.length > MANY_NODES ? MOST_PARTNERS_OF_MANY : MOST_PARTNERS);
  const best: Swap[] = [];
  const most = Math.min(load - ROUNDING, load - leastRelief(state, source));
  const own = unitsOn(state, source);
  const left = exchangeOf(state, source, own);
  let pairs = 0;
  for (const partner of partners) {
    if (pairs > MOST_PAIRS) break;
    const theirs = unitsOn(state, partner);
    collectSwaps(state, { source, partner, own, theirs, left, most }, best);
    pairs += own.length * theirs.length;
  }
  state.evaluations += pairs;
  for (const swap of best) {
    const moves = trySwap(state, swap, source);
    if (moves) return moves;
  }
  return null;
}

/** What a node carries of each compared resource, and what leaves it with each of its units. */
interface Exchange {
  readonly carried: Float64Array;
  readonly uncaused: Float64Array;
  readonly leaving: Float64Array;
}

function exchangeOf({ loads }: SearchState, node: number, units: readonly MoveUnit[]): Exchange {
  return {
    carried: loads.partsOf(node),
    uncaused: loads.uncausedOf(node),
    leaving: loads.partsWith(node, units),
  };
}

interface Pair {
  readonly source: number;
  readonly partner: number;
  readonly own: readonly MoveUnit[];
  readonly theirs: readonly MoveUnit[];
  readonly left: Exchange;
  /** With a higher load than this afterwards a swap is not worth making. */
  readonly most: number;
}

/** Load by which two moves must relieve a node at least, a little less for rounding. */
function leastRelief({ model, loads }: SearchState, node: number): number {
  const fraction = (2 * model.input.settings["planning.minImprovement"]) / 100;
  return Math.max(0, fraction / loads.leadingThreshold(node) - ROUNDING);
}

function collectSwaps(
  state: SearchState,
  { source, partner, own, theirs, left, most }: Pair,
  best: Swap[],
): void {
  const right = exchangeOf(state, partner, theirs);
  const arriving = state.loads.partsWith(source, theirs);
  const going = state.loads.partsWith(partner, own);
  for (let one = 0; one < own.length; one += 1) {
    const given = own[one];
    if (!given || loadWithout(left, one) > most) continue;
    for (let other = 0; other < theirs.length; other += 1) {
      const gotten = theirs[other];
      const load = loadWith(left, one, arriving, other);
      if (load > most || !gotten) continue;
      const higher = Math.max(load, loadWith(right, other, going, one));
      if (higher <= most) keepBest(best, { given, gotten, partner, load: higher });
    }
  }
}

/** Load of a node without one of its units. */
function loadWithout({ carried, uncaused, leaving }: Exchange, unit: number): number {
  const count = carried.length;
  let highest = 0;
  for (let part = 0; part < count; part += 1) {
    const value = (carried[part] ?? 0) - (leaving[unit * count + part] ?? 0);
    if (value > highest && value > (uncaused[part] ?? 0)) highest = value;
  }
  return highest;
}

/** The same with a unit that comes instead. */
function loadWith(
  { carried, uncaused, leaving }: Exchange,
  unit: number,
  coming: Float64Array,
  other: number,
): number {
  const count = carried.length;
  let highest = 0;
  for (let part = 0; part < count; part += 1) {
    const value =
      (carried[part] ?? 0) - (leaving[unit * count + part] ?? 0) + (coming[other * count + part] ?? 0);
    if (value > highest && value > (uncaused[part] ?? 0)) highest = value;
  }
  return highest;
}

function trySwap(
  state: SearchState,
  { given, gotten, partner }: Swap,
  source: number,
): readonly GuestMove[] | null {
  const before = beforeStep(state, [source, partner]);
  const moves =
    tryBoth(state, [gotten, source], [given, partner]) ?? tryBoth(state, [given, partner], [gotten, source]);
  if (!moves) return null;
  if (judgeStep(state, before, moves).unworthy === null) {
    state.scores.update(before.nodes, state.placement.load);
    return moves;
  }
  state.undo(moves.length);
  return null;
}

type UnitMove = readonly [unit: MoveUnit, target: number];

function tryBoth(state: SearchState, first: UnitMove, second: UnitMove): readonly GuestMove[] | null {
  const made = state.moveUnit(...first, "optional");
  if (typeof made === "string") return null;
  const more = state.moveUnit(...second, "optional");
  if (typeof more !== "string") return [...made, ...more];
  state.undo(made.length);
  return null;
}

function keepBest(best: Swap[], swap: Swap): void {
  const last = best.at(-1);
  if (best.length >= MOST_ASKED && last && last.load <= swap.load) return;
  let place = best.length;
  while (place > 0 && (best[place - 1]?.load ?? 0) > swap.load) place -= 1;
  best.splice(place, 0, swap);
  if (best.length > MOST_ASKED) best.pop();
}
