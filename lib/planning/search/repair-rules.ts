import type { CompiledRule } from "../rules/compiled-rules";
import { demandOf, type MoveUnit } from "./move-units";
import { placeUnit } from "./place-unit";
import type { GuestMove, SearchState } from "./search-state";

/** How many guests may make way one after the other so that a rule can be repaired. */
const ROOM_DEPTH = 3;

/** Repairs broken rules as far as it can: strict ones first, each with the move after which most of them hold. */
export function repairRules(state: SearchState): void {
  for (const strict of [true, false]) {
    for (let before = -1; before !== brokenCount(state, strict); ) {
      before = brokenCount(state, strict);
      if (before === 0) break;
      for (const rule of state.model.rules.rules) {
        if (rule.rule.strict === strict && rule.rule.kind !== "ignore") repairRule(state, rule);
      }
    }
  }
}

function brokenCount({ placement }: SearchState, strict: boolean): number {
  return strict ? placement.brokenStrict : placement.brokenLoose;
}

function repairRule(state: SearchState, compiled: CompiledRule): void {
  const { id, strict } = compiled.rule;
  for (let repaired = 0; repaired < compiled.guests.length && isBroken(state, compiled); repaired += 1) {
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

/** Whether a guest of the rule stands in the wrong place. */
export function isBroken({ placement }: SearchState, { rule, guests, allowed }: CompiledRule): boolean {
  const nodes = guests.map((guest) => placement.nodeOf[guest] ?? -1);
  if (rule.kind === "pin") return allowed !== null && nodes.some((node) => allowed[node] !== 1);
  if (rule.kind === "ignore") return false;
  const places = new Set(nodes.map((node, place) => (node < 0 ? -1 - place : node))).size;
  return rule.kind === "affinity" ? places > 1 : places < guests.length;
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

interface Repair {
  readonly unit: MoveUnit;
  readonly target: number;
  readonly strict: number;
  readonly loose: number;
  readonly moves: number;
  readonly load: number;
}

function bestRepair(
  state: SearchState,
  units: readonly MoveUnit[],
  strict: boolean,
): readonly GuestMove[] | null {
  let best: Repair | null = null;
  for (const unit of units) {
    for (const target of state.receivers) {
      const repair = tryRepair(state, unit, target, strict);
      if (repair && (!best || isBetter(repair, best))) best = repair;
    }
  }
  if (!best) return null;
  const moves = state.moveUnit(best.unit, best.target, "forced");
  return typeof moves === "string" ? null : moves;
}

function tryRepair(state: SearchState, unit: MoveUnit, target: number, strict: boolean): Repair | null {
  const { placement, loads } = state;
  const [single] = unit.guests;
  if (unit.guests.length === 1 && single !== undefined && !wouldHelp(state, single, target, strict))
    return null;
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

/** The same for a guest of its own, before it is moved. */
function wouldHelp({ placement }: SearchState, guest: number, target: number, strict: boolean): boolean {
  const strictDelta = placement.strictDelta(guest, target);
  return helps({ strict: strictDelta, loose: strict ? 0 : placement.looseDelta(guest, target) }, strict);
}

function helps(change: Pick<Repair, "strict" | "loose">, strict: boolean): boolean {
  return strict ? change.strict < 0 : change.strict <= 0 && change.loose < 0;
}

function isBetter(one: Repair, other: Repair): boolean {
  return (
    (one.strict - other.strict ||
      one.loose - other.loose ||
      one.moves - other.moves ||
      one.load - other.load) < 0
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
