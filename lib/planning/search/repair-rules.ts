import type { CompiledRule } from "../rules/compiled-rules";
import { demandOf, type MoveUnit } from "./move-units";
import { placeUnit } from "./place-unit";
import type { GuestMove, SearchState } from "./search-state";

/** How many guests may make way one after the other so that a rule can be repaired. */
const ROOM_DEPTH = 3;

/** Steps that are looked for beyond twice the moves that a plan may have: what is left is repaired by the next plan. */
const MORE_THAN_MOVES = 100;

/** Repairs broken rules as far as it can: strict ones first, each with the move after which most of them hold. */
export function repairRules(state: SearchState): void {
  const failedAt = new Int32Array(state.model.rules.rules.length).fill(-1);
  for (const strict of [true, false]) {
    for (let before = -1; before !== brokenCount(state, strict); ) {
      before = brokenCount(state, strict);
      if (before > 0) repairEach(state, strict, failedAt);
    }
  }
}

/** @param failedAt by rule: number of steps after which nothing more could be done for it */
function repairEach(state: SearchState, strict: boolean, failedAt: Int32Array): void {
  const { steps, model } = state;
  const most = MORE_THAN_MOVES + 2 * model.input.settings["planning.maxMoves"];
  for (const [index, { rule }] of model.rules.rules.entries()) {
    if (rule.strict !== strict || rule.kind === "ignore" || !isBroken(state, index)) continue;
    if (failedAt[index] === steps.length || steps.length >= most) continue;
    repairRule(state, index);
    failedAt[index] = steps.length;
  }
}

function brokenCount({ placement }: SearchState, strict: boolean): number {
  return strict ? placement.brokenStrict : placement.brokenLoose;
}

function repairRule(state: SearchState, index: number): void {
  const compiled = state.model.rules.rules[index];
  if (!compiled) return;
  const { id, strict } = compiled.rule;
  for (let repaired = 0; repaired < compiled.guests.length && isBroken(state, index); repaired += 1) {
    const units = unitsOf(state, compiled);
    const moves =
      bestRepair(state, units, strict) ??
      repairWithRoom(state, compiled, strict) ??
      bestRepair(state, partsOf(state, compiled, units), strict);
    if (!moves) return;
    state.steps.push({ need: "rule", subject: id, moves });
    state.scores.update(
      moves.flatMap(({ from, to }) => [from, to]),
      state.placement.load,
    );
  }
}

/** Whether a guest of the rule with this index stands in the wrong place. */
export function isBroken({ placement }: SearchState, index: number): boolean {
  return (placement.misplaced[index] ?? 0) > 0;
}

function unitsOf(state: SearchState, { guests }: CompiledRule): readonly MoveUnit[] {
  return [...new Set(guests.flatMap((guest) => state.unitOf[guest] ?? []))];
}

/** Single guests of groups that cannot move as a whole; the guards keep those together that are. */
function partsOf(
  { model }: SearchState,
  { guests }: CompiledRule,
  units: readonly MoveUnit[],
): readonly MoveUnit[] {
  return units
    .filter((unit) => unit.guests.length > 1)
    .flatMap((unit) =>
      unit.guests
        .filter((guest) => guests.includes(guest))
        .map((guest) => ({ ...unit, guests: [guest], demand: demandOf(model, [guest]) })),
    );
}

interface Change {
  /** Guests more in the wrong place of strict rules, and of others. */
  readonly strict: number;
  readonly loose: number;
}

interface Repair extends Change {
  readonly unit: MoveUnit;
  readonly target: number;
  readonly moves: number;
  readonly load: number;
}

function bestRepair(
  state: SearchState,
  units: readonly MoveUnit[],
  strict: boolean,
): readonly GuestMove[] | null {
  const repairs = units
    .flatMap((unit) =>
      unit.guests.length === 1 ? repairsOfOne(state, unit, strict) : repairsOfGroup(state, unit, strict),
    )
    .sort(inOrder);
  for (const { unit, target } of repairs) {
    const moves = state.moveUnit(unit, target, "forced");
    if (typeof moves !== "string") return moves;
  }
  return null;
}

/** Every target that helps, whether it accepts the guest or not. */
function repairsOfOne(state: SearchState, unit: MoveUnit, strict: boolean): readonly Repair[] {
  const { placement, loads } = state;
  const [guest] = unit.guests;
  const repairs: Repair[] = [];
  if (guest === undefined) return repairs;
  for (const target of state.receivers) {
    if (target === placement.nodeOf[guest]) continue;
    const strictDelta = placement.strictDelta(guest, target);
    if (strict ? strictDelta >= 0 : strictDelta > 0) continue;
    const change = { strict: strictDelta, loose: placement.looseDelta(guest, target) };
    if (helps(change, strict))
      repairs.push({ unit, target, ...change, moves: 1, load: loads.with(target, unit.demand, 1) });
  }
  return repairs;
}

/** The best target that accepts a whole group; nodes with most of it first, as long as others might be better. */
function repairsOfGroup(state: SearchState, unit: MoveUnit, strict: boolean): readonly Repair[] {
  const possible = mostToGain(state, unit);
  const targets = state.receivers
    .map((target) => ({
      target,
      moves: unit.guests.filter((guest) => state.nodeOf(guest) !== target).length,
    }))
    .filter(({ moves }) => moves > 0)
    .sort((one, other) => one.moves - other.moves);
  let best: Repair | null = null;
  for (const { target, moves } of targets) {
    const isBest = best !== null && best.strict === possible.strict && best.loose === possible.loose;
    if (best && isBest && moves > best.moves) break;
    const repair = tryRepair(state, unit, target, strict);
    if (repair && (!best || inOrder(repair, best) < 0)) best = repair;
  }
  return best ? [best] : [];
}

/** What there would be to gain if all rules of a unit's guests held. */
function mostToGain({ model, placement }: SearchState, { guests }: MoveUnit): Change {
  const { rules, ofGuest } = model.rules;
  const gain = { strict: 0, loose: 0 };
  for (const index of new Set(guests.flatMap((guest) => ofGuest[guest] ?? [])))
    gain[rules[index]?.rule.strict ? "strict" : "loose"] -= placement.misplaced[index] ?? 0;
  return gain;
}

function tryRepair(state: SearchState, unit: MoveUnit, target: number, strict: boolean): Repair | null {
  const { placement, loads } = state;
  const before = { strict: placement.brokenStrict, loose: placement.brokenLoose };
  const moves = state.moveUnit(unit, target, "forced");
  if (typeof moves === "string") return null;
  const repair = {
    unit,
    target,
    strict: placement.brokenStrict - before.strict,
    loose: placement.brokenLoose - before.loose,
    moves: moves.length,
    load: loads.of(target),
  };
  state.undo(moves.length);
  return helps(repair, strict) ? repair : null;
}

function helps(change: Change, strict: boolean): boolean {
  return strict ? change.strict < 0 : change.strict <= 0 && change.loose < 0;
}

/** Better repairs first. */
function inOrder(one: Repair, other: Repair): number {
  return (
    one.strict - other.strict || one.loose - other.loose || one.moves - other.moves || one.load - other.load
  );
}

/** Where there is no room for a repair, others make way, if in the end less is broken than before. */
function repairWithRoom(
  state: SearchState,
  compiled: CompiledRule,
  strict: boolean,
): readonly GuestMove[] | null {
  if (!strict) return null;
  const { placement } = state;
  const before = placement.brokenStrict;
  for (const unit of unitsOf(state, compiled)) {
    const targets = state.receivers.filter((target) => wouldRepair(state, unit, target));
    if (targets.length === 0) continue;
    const moves = placeUnit(state, unit, { targets, depth: ROOM_DEPTH, fixed: new Set([unit]) });
    if (!moves) continue;
    if (placement.brokenStrict < before) return moves;
    state.undo(moves.length);
  }
  return null;
}

function wouldRepair({ placement }: SearchState, { guests }: MoveUnit, target: number): boolean {
  const [single] = guests;
  if (guests.length === 1 && single !== undefined) return placement.strictDelta(single, target) < 0;
  const before = placement.brokenStrict;
  let applied = 0;
  for (const guest of guests) {
    if (placement.nodeOf[guest] === target) continue;
    placement.apply(guest, target);
    applied += 1;
  }
  const after = placement.brokenStrict;
  for (; applied > 0; applied -= 1) placement.undo();
  return after < before;
}
