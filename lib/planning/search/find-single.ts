import type { MoveUnit } from "./move-units";
import type { GuestMove, SearchState } from "./search-state";
import { beforeStep, judgeStep } from "./worth";

/** A unit for a target, and the higher load of the two nodes with it there, less what else speaks for it. */
interface Candidate {
  readonly unit: MoveUnit;
  readonly target: number;
  readonly load: number;
}

/** So many of the best candidates are asked about in full: first the best few, which are mostly enough, then more. */
const MOST_ASKED = [8, 64] as const;

/** What a move of ten minutes may be worse than one that takes no time, in load. */
const COST_WEIGHT = 0.002;
const COST_SCALE_SECONDS = 600;

/** With `planning.largerFirst`: what a move may be worse than another for each load that it takes off its node. */
const LARGER_WEIGHT = 0.5;

/**
 * The move of one guest (or group) from a node that relieves it most: the one after which the higher load of the two nodes is lowest.
 * It is made.
 *
 * @returns the moves, or null when none is allowed and worth making
 */
export function makeBestSingle(state: SearchState, source: number): readonly GuestMove[] | null {
  let asked = 0;
  for (const most of MOST_ASKED) {
    const best = bestCandidates(state, source, most);
    for (const { unit, target } of best.slice(asked)) {
      const moves = tryOptional(state, unit, target, source);
      if (moves) return moves;
    }
    if (best.length < most) return null;
    asked = best.length;
  }
  return null;
}

/** The lowest loads, ascending. */
function bestCandidates(state: SearchState, source: number, most: number): readonly Candidate[] {
  const { loads } = state;
  const load = loads.of(source);
  const targets = state.receivers
    .filter((node) => node !== source)
    .map((node) => ({ node, load: loads.of(node) }))
    .filter((target) => target.load < load)
    .sort((one, other) => one.load - other.load);
  const best = new BestCandidates(most);
  for (const unit of unitsOn(state, source)) {
    const left = loads.with(source, unit.demand, -1);
    if (left < load) addCandidates(state, { unit, left, load, targets }, best);
  }
  return best.found;
}

interface Leaving {
  readonly unit: MoveUnit;
  /** Load of its node without it, and with it. */
  readonly left: number;
  readonly load: number;
  /** The least loaded first. */
  readonly targets: readonly { readonly node: number; readonly load: number }[];
}

function addCandidates(
  state: SearchState,
  { unit, left, load, targets }: Leaving,
  best: BestCandidates,
): void {
  const isLargerFirst = state.model.input.settings["planning.largerFirst"];
  const handicap =
    handicapOf(state, unit, state.nodeOf(unit.guests[0] ?? -1)) -
    (isLargerFirst ? LARGER_WEIGHT * (load - left) : 0);
  if (left + handicap >= best.limit) return;
  for (const target of targets) {
    if (target.load + handicap >= best.limit) return;
    state.evaluations += 1;
    const higher = Math.max(left, state.loads.with(target.node, unit.demand, 1));
    if (higher < load) best.add({ unit, target: target.node, load: higher + handicap });
  }
}

/** Units of which every guest is on the node, in the order of their lowest guest. */
export function unitsOn(state: SearchState, node: number): readonly MoveUnit[] {
  const guests = state.placement.guestsOn[node];
  const found: MoveUnit[] = [];
  if (!guests) return found;
  for (let place = 0; place < guests.size; place += 1) {
    const guest = guests.at(place);
    const unit = state.unitOf[guest];
    if (unit && unit.guests[0] === guest && isWholeOn(state, unit, node)) found.push(unit);
  }
  return found;
}

function isWholeOn({ placement }: SearchState, { guests }: MoveUnit, node: number): boolean {
  for (const guest of guests) if (placement.nodeOf[guest] !== node) return false;
  return true;
}

function tryOptional(state: SearchState, unit: MoveUnit, target: number, source: number) {
  const before = beforeStep(state, [source, target]);
  const moves = state.moveUnit(unit, target, "optional");
  if (typeof moves === "string") return null;
  if (judgeStep(state, before, moves).unworthy === null) {
    state.scores.update(before.nodes, state.placement.load);
    return moves;
  }
  state.undo(moves.length);
  return null;
}

/** The candidates with the lowest loads, ascending; of equal ones the first. */
class BestCandidates {
  readonly found: Candidate[] = [];
  /** Candidates with this load or more are none of them. */
  limit = Number.POSITIVE_INFINITY;

  constructor(private readonly most: number) {}

  add(candidate: Candidate): void {
    if (candidate.load >= this.limit) return;
    let place = this.found.length;
    while (place > 0 && (this.found[place - 1]?.load ?? 0) > candidate.load) place -= 1;
    this.found.splice(place, 0, candidate);
    if (this.found.length > this.most) this.found.pop();
    if (this.found.length === this.most) this.limit = this.found.at(-1)?.load ?? this.limit;
  }
}

/** What a unit's cost counts for against a better load, by the seconds that it takes from its first node. */
function handicapOf(state: SearchState, unit: MoveUnit, source: number): number {
  const known = state.handicaps[unit.index] ?? Number.NaN;
  if (!Number.isNaN(known)) return known;
  const seconds = state.secondsOf(unit.guests.map((guest) => ({ guest, from: source, to: source })));
  const handicap = (COST_WEIGHT * seconds) / (seconds + COST_SCALE_SECONDS);
  state.handicaps[unit.index] = handicap;
  return handicap;
}
