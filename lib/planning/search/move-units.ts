import { type ClusterModel, RESOURCE_COUNT } from "../model/cluster-model";

/** Guests that move as one: a guest of its own, or all that strict affinity keeps together. */
export interface MoveUnit {
  readonly index: number;
  /** Ascending. */
  readonly guests: readonly number[];
  /** By resource, all guests together. */
  readonly demand: Float64Array;
}

/** Every guest in its unit, by the guest's index; units are in the order of their lowest guest. */
export function moveUnits(model: ClusterModel): {
  readonly units: readonly MoveUnit[];
  readonly unitOf: readonly MoveUnit[];
} {
  const units: MoveUnit[] = [];
  const unitOf: MoveUnit[] = new Array(model.guests.length);
  for (let guest = 0; guest < model.guests.length; guest += 1) {
    if (unitOf[guest]) continue;
    const group = model.rules.groups[model.rules.groupOf[guest] ?? -1];
    const guests = group ?? [guest];
    const unit = { index: units.length, guests, demand: demandOf(model, guests) };
    units.push(unit);
    for (const member of guests) unitOf[member] = unit;
  }
  return { units, unitOf };
}

/** What guests take together, by resource. */
export function demandOf(model: ClusterModel, guests: readonly number[]): Float64Array {
  const demand = new Float64Array(RESOURCE_COUNT);
  for (const guest of guests) {
    for (let resource = 0; resource < RESOURCE_COUNT; resource += 1) {
      demand[resource] = (demand[resource] ?? 0) + (model.demand[guest * RESOURCE_COUNT + resource] ?? 0);
    }
  }
  return demand;
}
