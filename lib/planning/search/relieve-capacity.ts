import { CPU_ALLOCATED, MEMORY, RESOURCE_COUNT } from "../model/cluster-model";
import { unitsOn } from "./find-single";
import type { MoveUnit } from "./move-units";
import { placeUnit } from "./place-unit";
import type { GuestMove, SearchState } from "./search-state";

/** What adding up many figures may be off, as a share. */
const ROUNDING = 1e-9;

const ROOM_DEPTH = 2;

/** A guest is chosen with which no more than this part of the memory is left in use, where there is one: noise of 3 % does not fill it again. */
const COMFORTABLE = 0.97;

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
export function excessOf(state: SearchState, node: number): number {
  return excessWith(state, node, null, 1);
}

/** The same without a unit, and above a part of the memory; promised CPUs are no readings, so there is no noise in them. */
function excessWith(
  { model, placement: { load } }: SearchState,
  node: number,
  without: MoveUnit | null,
  part: number,
): number {
  const at = node * RESOURCE_COUNT;
  const reserve = model.nodes[node]?.memoryReserveBytes ?? 0;
  const overcommit = model.input.settings["planning.cpuOvercommit"];
  const held = (resource: number) => (load[at + resource] ?? 0) - (without?.demand[resource] ?? 0);
  const memory = above(held(MEMORY), part * ((model.capacity[at + MEMORY] ?? 0) - reserve));
  const cpu = above(held(CPU_ALLOCATED), (model.capacity[at + CPU_ALLOCATED] ?? 0) * overcommit);
  return memory + cpu;
}

function above(value: number, limit: number): number {
  if (limit <= 0) return 0;
  const share = value / limit - 1;
  return share > ROUNDING ? share : 0;
}

interface Relief {
  readonly unit: MoveUnit;
  readonly excess: number;
  readonly size: number;
}

/** The unit after which least is left above the limit, with some room; where several are enough, the smallest of them. */
function relieveOnce(state: SearchState, node: number): readonly GuestMove[] | null {
  const excess = excessOf(state, node);
  const candidates = unitsOn(state, node)
    .map((unit) => ({ unit, excess: excessWith(state, node, unit, 1) }))
    .filter((one) => one.excess < excess)
    .map(
      ({ unit }): Relief => ({
        unit,
        excess: excessWith(state, node, unit, COMFORTABLE),
        size: memoryOf(unit),
      }),
    )
    .sort((one, other) => one.excess - other.excess || one.size - other.size);
  for (const depth of [0, ROOM_DEPTH]) {
    for (const { unit } of candidates) {
      const moves = placeUnit(state, unit, { depth, fixed: new Set([unit]) });
      if (moves) return moves;
    }
  }
  return null;
}

function memoryOf({ demand }: MoveUnit): number {
  return demand[MEMORY] ?? 0;
}
