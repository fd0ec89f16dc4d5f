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
  const most = load - leastRelief(state, source);
  let pairs = 0;
  for (const partner of partners) {
    if (pairs > MOST_PAIRS) break;
    pairs += collectSwaps(state, { source, partner, load, most }, best);
  }
  state.evaluations += pairs;
  for (const swap of best) {
    const moves = trySwap(state, swap, source);
    if (moves) return moves;
  }
  return null;
}

interface Pair {
  readonly source: number;
  readonly partner: number;
  /** Of the source. */
  readonly load: number;
  /** With a higher load than this afterwards a swap is not worth making. */
  readonly most: number;
}

/** Load by which two moves must relieve a node at least, a little less for rounding. */
function leastRelief({ model, loads }: SearchState, node: number): number {
  const fraction = (2 * model.input.settings["planning.minImprovement"]) / 100;
  return Math.max(0, fraction / loads.leadingThreshold(node) - ROUNDING);
}

/** @returns how many swaps were looked at */
function collectSwaps(state: SearchState, { source, partner, load, most }: Pair, best: Swap[]): number {
  const { loads } = state;
  const own = unitsOn(state, source);
  const theirs = unitsOn(state, partner);
  for (const given of own) {
    for (const gotten of theirs) {
      const left = loads.exchanged(source, given.demand, gotten.demand);
      if (left >= load || left > most) continue;
      const higher = Math.max(left, loads.exchanged(partner, gotten.demand, given.demand));
      if (higher < load && higher <= most) keepBest(best, { given, gotten, partner, load: higher });
    }
  }
  return own.length * theirs.length;
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
