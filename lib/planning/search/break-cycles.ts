import type { MoveUnit } from "./move-units";
import { isBroken, repairRules } from "./repair-rules";
import type { SearchState } from "./search-state";
import { stopUnit } from "./stop-unit";

/** So many places are tried for stops in one plan. */
const MOST_TRIES = 200;

/**
 * Repairs strict rules that stay broken because guests wait for each other's places: one of them stops on another node, and the rest is
 * repaired as usual. Where that does not help, nothing has changed. The stop itself is left to the order of moves.
 */
export function breakCycles(state: SearchState): void {
  const { placement } = state;
  let tries = 0;
  const mayTry = () => {
    tries += 1;
    return tries <= MOST_TRIES && !state.isOverTime;
  };
  for (let before = -1; before !== placement.brokenStrict && placement.brokenStrict > 0; ) {
    before = placement.brokenStrict;
    for (const unit of waitingUnits(state)) {
      state.receivers.some((stop) => mayTry() && repairedFrom(state, unit, stop));
    }
  }
}

function waitingUnits(state: SearchState): readonly MoveUnit[] {
  const { model } = state;
  const guests = model.rules.rules
    .filter((compiled, index) => compiled.rule.strict && isBroken(state, index))
    .flatMap((compiled) => compiled.guests);
  return [...new Set(guests.flatMap((guest) => state.unitOf[guest] ?? []))];
}

function repairedFrom(state: SearchState, unit: MoveUnit, stop: number): boolean {
  const { placement } = state;
  const broken = placement.brokenStrict;
  const depth = placement.depth;
  const steps = state.steps.length;
  const subject = subjectOf(state, unit);
  const moves = stopUnit(state, unit.guests, stop);
  if (!moves) return false;
  state.steps.push({ need: "rule", subject, moves });
  repairRules(state);
  if (placement.brokenStrict < broken && unit.guests.every((guest) => state.nodeOf(guest) !== stop))
    return true;
  state.undo(placement.depth - depth);
  state.steps.length = steps;
  state.scores.update(state.order, placement.load);
  return false;
}

/** The broken rule that the unit's guests move for. */
function subjectOf(state: SearchState, unit: MoveUnit): string {
  const { rules, ofGuest } = state.model.rules;
  const own = unit.guests.flatMap((guest) => ofGuest[guest] ?? []);
  const broken = own.find((index) => rules[index]?.rule.strict && isBroken(state, index));
  return rules[broken ?? -1]?.rule.id ?? "";
}
