import type { MoveUnit } from "./move-units";
import type { GuestMove, SearchState } from "./search-state";
import { beforeStep, judgeStep } from "./worth";

/** A unit for a target, and the higher load of the two nodes with it there. */
interface Candidate {
  readonly unit: MoveUnit;
  readonly target: number;
  readonly load: number;
}

/** So many of the best candidates are asked about in full. */
const MOST_ASKED = 64;

/** What a move of ten minutes may be worse than one that takes no time, in load. */
const COST_WEIGHT = 0.002;
const COST_SCALE_SECONDS = 600;

/**
 * The move of one guest (or group) from a node that relieves it most: the one after which the higher load of the two nodes is lowest.
 * It is made.
 *
 * @returns the moves, or null when none is allowed and worth making
 */
export function makeBestSingle(state: SearchState, source: number): readonly GuestMove[] | null {
  const { loads } = state;
  const load = loads.of(source);
  const best: Candidate[] = [];
  for (const unit of unitsOn(state, source)) {
    const left = loads.with(source, unit.demand, -1);
    if (left >= load) continue;
    const handicap = handicapOf(state, unit, source);
    for (const target of state.receivers) {
      if (target === source) continue;
      state.evaluations += 1;
      const higher = Math.max(left, loads.with(target, unit.demand, 1));
      if (higher < load) keepBest(best, { unit, target, load: higher + handicap });
    }
  }
  for (const { unit, target } of best) {
    const moves = tryOptional(state, unit, target, source);
    if (moves) return moves;
  }
  return null;
}

/** Units of which every guest is on the node and none is known to be immovable. */
export function unitsOn(state: SearchState, node: number): readonly MoveUnit[] {
  const found = new Set<MoveUnit>();
  for (const guest of [...(state.placement.guestsOn[node] ?? [])].sort((one, other) => one - other)) {
    const unit = state.unitOf[guest];
    if (unit?.guests.every((member) => state.nodeOf(member) === node)) found.add(unit);
  }
  return [...found];
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

/** Keeps the lowest loads, ascending; of equal ones the first. */
function keepBest(best: Candidate[], candidate: Candidate): void {
  const last = best.at(-1);
  if (best.length >= MOST_ASKED && last && last.load <= candidate.load) return;
  let place = best.length;
  while (place > 0 && (best[place - 1]?.load ?? 0) > candidate.load) place -= 1;
  best.splice(place, 0, candidate);
  if (best.length > MOST_ASKED) best.pop();
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
