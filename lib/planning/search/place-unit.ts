import type { RefusalCode } from "../guards/guard";
import { CPU, CPU_ALLOCATED, MEMORY, RESOURCE_COUNT } from "../model/cluster-model";
import { unitsOn } from "./find-single";
import type { MoveUnit } from "./move-units";
import type { GuestMove, SearchState } from "./search-state";

/** How a unit that must move is placed. */
export interface PlaceOptions {
  /** Nodes it may go to; all receivers when left out. */
  readonly targets?: readonly number[];
  /** `spread`: the target with the lowest load afterwards; `pack`: the one with the highest, to keep large gaps for large guests. */
  readonly fit?: "spread" | "pack";
  /** How many guests may make way one after the other; 0: nobody makes way. */
  readonly depth: number;
  /** Units that are not to make way. */
  readonly fixed: ReadonlySet<MoveUnit>;
}

/** Refusals that go away when other guests make way. */
const ROOM: ReadonlySet<RefusalCode> = new Set([
  "memory-headroom",
  "cpu-headroom",
  "cpu-overcommit",
  "storage-full",
  "anti-affinity",
]);

/** So many guests are tried on one target before the next target is. */
const MOST_TRIED = 10;

/** So many guests leave one target for one unit. */
const MOST_EJECTED = 3;

/** Tries of one plan to make room; beyond, guests are placed only where there is room. */
const MOST_ROOM_TRIES = 20_000;

/**
 * Puts a unit on the best node that accepts it; where none does, makes other guests go elsewhere first. Every move is allowed at
 * the moment it is made. Nothing has changed when it cannot be placed.
 */
export function placeUnit(
  state: SearchState,
  unit: MoveUnit,
  options: PlaceOptions,
): readonly GuestMove[] | null {
  const targets = rankedTargets(state, unit, options);
  const full: number[] = [];
  for (const target of targets) {
    const moves = state.moveUnit(unit, target, "forced");
    if (typeof moves !== "string") return moves;
    if (ROOM.has(moves)) full.push(target);
  }
  if (options.depth <= 0) return null;
  for (const target of full) {
    const moves = makeRoom(state, unit, target, options);
    if (moves) return moves;
    if (state.roomTries > MOST_ROOM_TRIES) return null;
  }
  return null;
}

function rankedTargets(state: SearchState, unit: MoveUnit, options: PlaceOptions): readonly number[] {
  const sign = options.fit === "pack" ? -1 : 1;
  return (options.targets ?? state.receivers)
    .filter((target) => unit.guests.some((guest) => state.nodeOf(guest) !== target))
    .map((target) => {
      state.evaluations += 1;
      return {
        target,
        loose: looseDelta(state, unit, target),
        moves: unit.guests.filter((guest) => state.nodeOf(guest) !== target).length,
        load: state.loads.with(target, unit.demand, 1),
        guests: state.placement.guestsOn[target]?.size ?? 0,
      };
    })
    .sort(
      (one, other) =>
        one.loose - other.loose ||
        one.moves - other.moves ||
        sign * (one.load - other.load) ||
        one.guests - other.guests,
    )
    .map(({ target }) => target);
}

function looseDelta({ placement }: SearchState, { guests }: MoveUnit, target: number): number {
  return guests.reduce((sum, guest) => sum + placement.looseDelta(guest, target), 0);
}

function makeRoom(
  state: SearchState,
  unit: MoveUnit,
  target: number,
  options: PlaceOptions,
): readonly GuestMove[] | null {
  const elsewhere = state.receivers.filter((node) => node !== target);
  const fixed = new Set([...options.fixed, unit]);
  const made: GuestMove[] = [];
  for (let ejected = 0; ejected < MOST_EJECTED; ejected += 1) {
    const moves = ejectOne(state, unit, target, { ...options, targets: elsewhere, fixed });
    if (!moves) break;
    made.push(...moves);
    const arrived = state.moveUnit(unit, target, "forced");
    if (typeof arrived !== "string") return [...made, ...arrived];
    if (!ROOM.has(arrived)) break;
  }
  state.undo(made.length);
  return null;
}

/** Sends one unit away from a full target: one whose leaving is enough where there is such a one, else a large one. */
function ejectOne(
  state: SearchState,
  unit: MoveUnit,
  target: number,
  options: PlaceOptions,
): readonly GuestMove[] | null {
  const missing = missingOn(state, unit, target);
  const code = codeOf(state, unit, target);
  const candidates = unitsOn(state, target)
    .filter(
      (other) => !options.fixed.has(other) && (code !== "anti-affinity" || areApart(state, unit, other)),
    )
    .map((other) => ({ other, enough: isEnough(other, missing), size: sizeOf(state, other, target) }))
    .filter(
      ({ size, other }) => size > 0 || code === "anti-affinity" || other.demand.some((part) => part > 0),
    )
    .sort(
      (one, other) =>
        Number(other.enough) - Number(one.enough) ||
        (one.enough ? one.size - other.size : other.size - one.size),
    );
  for (const { other } of candidates.slice(0, MOST_TRIED)) {
    state.roomTries += 1;
    if (state.roomTries > MOST_ROOM_TRIES) return null;
    const moves = placeUnit(state, other, { ...options, depth: options.depth - 1 });
    if (!moves) continue;
    const arrived = state.moveUnit(unit, target, "forced");
    const helps = typeof arrived !== "string" || ROOM.has(arrived);
    if (typeof arrived !== "string") state.undo(arrived.length);
    if (helps) return moves;
    state.undo(moves.length);
  }
  return null;
}

function codeOf(state: SearchState, unit: MoveUnit, target: number): RefusalCode | null {
  const answer = state.moveUnit(unit, target, "forced");
  if (typeof answer === "string") return answer;
  state.undo(answer.length);
  return null;
}

/** By resource: what the target lacks for the unit; 0 or less where it has enough. */
function missingOn({ model, placement }: SearchState, unit: MoveUnit, target: number): Float64Array {
  const missing = new Float64Array(RESOURCE_COUNT);
  const at = target * RESOURCE_COUNT;
  const reserve = model.nodes[target]?.memoryReserveBytes ?? 0;
  const overcommit = model.input.settings["planning.cpuOvercommit"];
  const lacking = (resource: number, limit: number) =>
    (placement.load[at + resource] ?? 0) + (unit.demand[resource] ?? 0) - limit;
  missing[MEMORY] = lacking(MEMORY, (model.capacity[at + MEMORY] ?? 0) - reserve);
  missing[CPU] = lacking(CPU, model.capacity[at + CPU] ?? 0);
  missing[CPU_ALLOCATED] = lacking(CPU_ALLOCATED, (model.capacity[at + CPU_ALLOCATED] ?? 0) * overcommit);
  return missing;
}

function isEnough({ demand }: MoveUnit, missing: Float64Array): boolean {
  return missing.every((lack, resource) => lack <= 0 || (demand[resource] ?? 0) >= lack);
}

/** The largest share of the node's capacity that the unit takes. */
export function sizeOf({ model }: SearchState, { demand }: MoveUnit, node: number): number {
  let size = 0;
  for (const resource of [MEMORY, CPU, CPU_ALLOCATED]) {
    const capacity = model.capacity[node * RESOURCE_COUNT + resource] ?? 0;
    if (capacity > 0) size = Math.max(size, (demand[resource] ?? 0) / capacity);
  }
  return size;
}

function areApart({ model }: SearchState, unit: MoveUnit, other: MoveUnit): boolean {
  return unit.guests.some((guest) =>
    (model.rules.ofGuest[guest] ?? []).some((index) => {
      const rule = model.rules.rules[index];
      return rule?.rule.kind === "anti-affinity" && other.guests.some((one) => rule.guests.includes(one));
    }),
  );
}
