import { CPU_ALLOCATED, MEMORY, RESOURCE_COUNT } from "../model/cluster-model";
import { unitsOn } from "./find-single";
import type { MoveUnit } from "./move-units";
import { placeUnit } from "./place-unit";
import type { GuestMove, SearchState } from "./search-state";

/** What adding up many figures may be off, as a share. */
const ROUNDING = 1e-9;

const ROOM_DEPTH = 2;

/** Takes guests off nodes that hold more than they have, with as few moves as it can. */
export function relieveCapacity(state: SearchState): void {
  const overfull = [...state.order].filter((node) => excessOf(state, node) > 0);
  for (const node of overfull) {
    const name = state.model.nodes[node]?.node.name ?? "";
    while (excessOf(state, node) > 0) {
      const moves = relieveOnce(state, node);
      if (!moves) break;
      state.steps.push({ need: "capacity", subject: name, moves });
      state.scores.update(
        moves.flatMap(({ from, to }) => [from, to]),
        state.placement.load,
      );
    }
  }
}

/** What a node holds above all of its memory less the reserve, and above the CPU overcommit, as shares of those; 0 when it fits. */
export function excessOf({ model, placement: { load } }: SearchState, node: number): number {
  const at = node * RESOURCE_COUNT;
  const reserve = model.nodes[node]?.memoryReserveBytes ?? 0;
  const overcommit = model.input.settings["planning.cpuOvercommit"];
  const memory = above(load[at + MEMORY], (model.capacity[at + MEMORY] ?? 0) - reserve);
  const cpu = above(load[at + CPU_ALLOCATED], (model.capacity[at + CPU_ALLOCATED] ?? 0) * overcommit);
  return memory + cpu;
}

function above(value: number | undefined, limit: number): number {
  if (limit <= 0) return 0;
  const share = (value ?? 0) / limit - 1;
  return share > ROUNDING ? share : 0;
}

interface Relief {
  readonly unit: MoveUnit;
  readonly excess: number;
  readonly size: number;
}

/** Units of a node that relieve it: first that after which least is left above the limit; where several are enough, the smallest of them. */
export function relievingUnits(state: SearchState, node: number): readonly MoveUnit[] {
  const excessNow = excessOf(state, node);
  return unitsOn(state, node)
    .map((unit): Relief => ({ unit, excess: excessWithout(state, unit, node), size: memoryOf(unit) }))
    .filter(({ excess }) => excess < excessNow)
    .sort((one, other) => one.excess - other.excess || one.size - other.size)
    .map(({ unit }) => unit);
}

function relieveOnce(state: SearchState, node: number): readonly GuestMove[] | null {
  const candidates = relievingUnits(state, node);
  for (const depth of [0, ROOM_DEPTH]) {
    for (const unit of candidates) {
      const moves = placeUnit(state, unit, { depth, fixed: new Set([unit]) });
      if (moves) return moves;
    }
  }
  return null;
}

function memoryOf({ demand }: MoveUnit): number {
  return demand[MEMORY] ?? 0;
}

function excessWithout(state: SearchState, unit: MoveUnit, node: number): number {
  const { model, placement } = state;
  const at = node * RESOURCE_COUNT;
  const reserve = model.nodes[node]?.memoryReserveBytes ?? 0;
  const overcommit = model.input.settings["planning.cpuOvercommit"];
  const left = (resource: number) => (placement.load[at + resource] ?? 0) - (unit.demand[resource] ?? 0);
  return (
    above(left(MEMORY), (model.capacity[at + MEMORY] ?? 0) - reserve) +
    above(left(CPU_ALLOCATED), (model.capacity[at + CPU_ALLOCATED] ?? 0) * overcommit)
  );
}
