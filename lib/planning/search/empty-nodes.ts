import { mustLeave } from "../need/must-leave";
import type { MoveUnit } from "./move-units";
import { placeUnit, sizeOf } from "./place-unit";
import type { GuestMove, SearchState } from "./search-state";

const ROOM_DEPTH = 3;

/** How often the order is changed so that what did not fit goes first. */
const MOST_ORDERS = 6;

/**
 * Empties all nodes that are to be emptied, the largest guests first, each to the node that is least loaded with it. When something does
 * not fit, what did not fit goes first; then guests are packed instead of spread; then others make way. What leaves fewest guests
 * behind is done.
 */
export function emptyNodes(state: SearchState): void {
  const units = unitsToMove(state);
  if (units.length === 0) return;
  const best = bestAttempt(state, units);
  for (const { unit, moves } of best.placed) {
    for (const { guest, to } of moves) state.placement.apply(guest, to);
    state.steps.push({ need: "evacuation", subject: subjectOf(state, unit, moves), moves });
  }
  state.scores.update(state.order, state.placement.load);
}

interface Attempt {
  readonly placed: readonly { readonly unit: MoveUnit; readonly moves: readonly GuestMove[] }[];
  readonly left: readonly MoveUnit[];
}

function bestAttempt(state: SearchState, units: readonly MoveUnit[]): Attempt {
  let best: Attempt | null = null;
  const consider = (attempt: Attempt): boolean => {
    if (!best || guestCount(attempt.left) < guestCount(best.left)) best = attempt;
    return attempt.left.length === 0;
  };
  const ways = [
    { fit: "spread", depth: 0 },
    { fit: "pack", depth: 0 },
    { fit: "spread", depth: ROOM_DEPTH },
  ] as const;
  const hopeless = new Set(units.filter((unit) => !hasTarget(state, unit)));
  const possible = units.filter((unit) => !hopeless.has(unit));
  for (const way of ways) {
    let order = possible;
    for (let attempts = 0; attempts < MOST_ORDERS; attempts += 1) {
      const attempt = attemptOrder(state, order, way);
      if (consider(attempt) || state.isOverTime) break;
      const left = new Set(attempt.left);
      const next = [...attempt.left, ...order.filter((unit) => !left.has(unit))];
      if (next.every((unit, place) => unit === order[place])) break;
      order = next;
    }
    if (guestCount((best as Attempt | null)?.left ?? units) === 0) break;
  }
  return best ?? { placed: [], left: units };
}

function guestCount(units: readonly MoveUnit[]): number {
  return units.reduce((sum, { guests }) => sum + guests.length, 0);
}

function attemptOrder(
  state: SearchState,
  order: readonly MoveUnit[],
  way: { readonly fit: "spread" | "pack"; readonly depth: number },
): Attempt {
  const depth = state.placement.depth;
  const placed: { unit: MoveUnit; moves: readonly GuestMove[] }[] = [];
  const left: MoveUnit[] = [];
  for (const unit of order) {
    const moves = placeUnit(state, unit, { ...way, fixed: new Set([unit]) });
    if (moves) placed.push({ unit, moves });
    else left.push(unit);
  }
  state.undo(state.placement.depth - depth);
  return { placed, left };
}

/** Units with a guest on a node to be emptied; the largest first, stopped ones last. */
function unitsToMove(state: SearchState): readonly MoveUnit[] {
  const { model, placement } = state;
  const units = new Set<MoveUnit>();
  for (const node of model.nodes) {
    if (!node.evacuating) continue;
    for (const guest of placement.guestsOn[node.index] ?? []) {
      const unit = state.unitOf[guest];
      const it = model.guests[guest]?.guest;
      if (unit && it && mustLeave(model.input, it)) units.add(unit);
    }
  }
  const reference = state.receivers[0] ?? 0;
  return [...units]
    .map((unit) => ({ unit, size: sizeOf(state, unit, reference), priority: priorityOf(state, unit) }))
    .sort(
      (one, other) =>
        other.priority - one.priority || other.size - one.size || one.unit.index - other.unit.index,
    )
    .map(({ unit }) => unit);
}

function priorityOf({ model }: SearchState, { guests }: MoveUnit): number {
  return Math.max(...guests.map((guest) => model.guests[guest]?.priority ?? 0));
}

/** Whether some node might take the unit if it had the room. */
function hasTarget(state: SearchState, unit: MoveUnit): boolean {
  return state.receivers.some((target) =>
    unit.guests.every((guest) => {
      if (state.nodeOf(guest) === target) return true;
      const { model, placement } = state;
      const code = state.guards.refuseInGroup({ model, placement, guest, target, purpose: "forced" });
      return code === null || MAY_CHANGE.has(code);
    }),
  );
}

const MAY_CHANGE: ReadonlySet<string> = new Set([
  "memory-headroom",
  "cpu-headroom",
  "cpu-overcommit",
  "storage-full",
  "anti-affinity",
]);

function subjectOf({ model }: SearchState, unit: MoveUnit, moves: readonly GuestMove[]): string {
  const own = moves.find(({ guest, from }) => unit.guests.includes(guest) && model.nodes[from]?.evacuating);
  return model.nodes[own?.from ?? -1]?.node.name ?? "";
}
