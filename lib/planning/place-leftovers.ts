import { findNeeds } from "./need/find-needs";
import { mustLeave } from "./need/must-leave";
import type { PlanningNeed } from "./need/planning-need";
import type { OrderedMove } from "./ordering/order-steps";
import type { PlanScope } from "./plan";
import type { MoveUnit } from "./search/move-units";
import { excessOf, relievingUnits } from "./search/relieve-capacity";
import { toStart } from "./search/search-moves";
import type { GuestMove, SearchState } from "./search/search-state";

/**
 * The moves, and after them those that must be made and that some node would take as everything stands at the end: a search that
 * found a better place for a guest may have found no moment to bring it there. One wave for each, the least loaded node first.
 *
 * @param state as after the moves afterwards
 */
export function placeLeftovers(
  state: SearchState,
  ordered: readonly OrderedMove[],
  scope?: PlanScope,
): readonly OrderedMove[] {
  toStart(state);
  for (const { guest, to } of ordered) state.placement.apply(guest, to);
  const moves = [...ordered];
  const most = state.model.input.settings["planning.maxMoves"];
  // Each pass places at least one unit, so it ends.
  for (let before = -1; before !== moves.length; ) {
    before = moves.length;
    for (const { need, guest } of guestsLeft(state, scope))
      moves.push(...placed(state, need, guest, moves, most));
  }
  state.scores.update(state.order, state.placement.load);
  return moves;
}

interface GuestLeft {
  readonly need: PlanningNeed;
  readonly guest: number;
}

/**
 * For rules first, then on nodes to be emptied, in the order of their VMIDs, then on nodes that hold more than they have, those first that
 * relieve them most: what nodes are called must not matter.
 */
function guestsLeft(state: SearchState, scope?: PlanScope): readonly GuestLeft[] {
  const { model, placement, order } = state;
  const needs = findNeeds(model, placement).filter(
    ({ forced, need }) => forced && (scope === undefined || need === scope),
  );
  const guestsOf = (kind: PlanningNeed["need"]) =>
    needs
      .filter(({ need }) => need === kind)
      .flatMap((need) => need.guests.map((guest): GuestLeft => ({ need, guest })))
      .sort((one, other) => one.guest - other.guest);
  const onFullNodes = needs
    .filter(({ need }) => need === "capacity")
    .flatMap((need) => need.nodes.map((node) => ({ need, node })))
    .sort((one, other) => order.indexOf(one.node) - order.indexOf(other.node))
    .flatMap(({ need, node }) =>
      relievingUnits(state, node).flatMap(({ guests: [guest] }): GuestLeft[] =>
        guest === undefined ? [] : [{ need, guest }],
      ),
    );
  return [...guestsOf("rule"), ...guestsOf("evacuation"), ...onFullNodes];
}

function placed(
  state: SearchState,
  { need, subject }: PlanningNeed,
  guest: number,
  earlier: readonly OrderedMove[],
  most: number,
): readonly OrderedMove[] {
  const unit = state.unitOf[guest];
  const moved = new Set(earlier.map((move) => move.guest));
  if (!unit) return [];
  const target = bestTarget(state, unit, moved);
  if (target === null) return [];
  const made = state.moveUnit(unit, target, "forced");
  if (typeof made === "string") return [];
  if (earlier.length + made.length > most) {
    state.undo(made.length);
    return [];
  }
  const wave = (earlier.at(-1)?.wave ?? 0) + 1;
  const bundle = made.length > 1 ? Math.max(0, ...earlier.map((move) => move.bundle ?? 0)) + 1 : null;
  return made.map((move, place) => ({
    ...move,
    need,
    subject,
    wave: wave + place,
    temporary: false,
    bundle,
  }));
}

/**
 * The least loaded node that takes the unit, and with which fewer guests are in the wrong place, on a node to be emptied or on one that holds
 * more than it has. No guest is moved twice.
 */
function bestTarget(state: SearchState, unit: MoveUnit, moved: ReadonlySet<number>): number | null {
  const relieves = unit.guests.some((guest) => isRelief(state, guest));
  let best: { readonly target: number; readonly load: number } | null = null;
  for (const target of state.receivers) {
    const broken = state.placement.brokenStrict;
    const made = state.moveUnit(unit, target, "forced");
    if (typeof made === "string") continue;
    const change = state.placement.brokenStrict - broken;
    const load = state.loads.of(target);
    state.undo(made.length);
    const helps =
      change < 0 || (change === 0 && (relieves || made.some((move) => leavesEvacuation(state, move))));
    const isFirst = !made.some((move) => moved.has(move.guest));
    if (helps && isFirst && (best === null || load < best.load)) best = { target, load };
  }
  return best?.target ?? null;
}

/** Whether a guest takes something of a node that holds more than it has. */
function isRelief(state: SearchState, guest: number): boolean {
  const unit = state.unitOf[guest];
  const node = state.nodeOf(guest);
  return unit !== undefined && excessOf(state, node) > 0 && relievingUnits(state, node).includes(unit);
}

function leavesEvacuation({ model }: SearchState, { guest, from }: GuestMove): boolean {
  const it = model.guests[guest]?.guest;
  return model.nodes[from]?.evacuating === true && it !== undefined && mustLeave(model.input, it);
}
