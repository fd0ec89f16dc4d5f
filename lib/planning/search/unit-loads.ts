import type { NodeLoads } from "../goal/node-loads";
import type { MoveUnit } from "./move-units";

/** A load to the power of 16: high loads count far more than low ones, and the sum of these is what is lowered. */
export function powerOf(load: number): number {
  const square = load * load;
  const fourth = square * square;
  const eighth = fourth * fourth;
  return eighth * eighth;
}

/**
 * Loads of nodes with and without units, as `NodeLoads` has them, prepared for hundreds of thousands of questions. Nodes are asked for by their
 * place among the receivers. What nodes carry is as it was at the latest `refresh`.
 */
export class UnitLoads {
  /** By receiver. */
  readonly loads: Float64Array;
  readonly powers: Float64Array;
  private readonly count: number;
  /** By receiver and compared resource. */
  private readonly carried: Float64Array;
  private readonly uncaused: Float64Array;
  /** By receiver, unit and compared resource. */
  private readonly parts: readonly Float64Array[];

  constructor(
    private readonly nodeLoads: NodeLoads,
    private readonly receivers: readonly number[],
    units: readonly MoveUnit[],
  ) {
    this.count = nodeLoads.compared.length;
    this.loads = new Float64Array(receivers.length);
    this.powers = new Float64Array(receivers.length);
    this.carried = new Float64Array(receivers.length * this.count);
    this.uncaused = new Float64Array(receivers.length * this.count);
    for (const [place, node] of receivers.entries())
      this.uncaused.set(nodeLoads.uncausedOf(node), place * this.count);
    this.parts = receivers.map((node) => nodeLoads.partsWith(node, units));
  }

  /** Reads what nodes carry now. */
  refresh(): void {
    for (let place = 0; place < this.receivers.length; place += 1) {
      const node = this.receivers[place] ?? -1;
      this.carried.set(this.nodeLoads.partsOf(node), place * this.count);
      const load = this.nodeLoads.of(node);
      this.loads[place] = load;
      this.powers[place] = powerOf(load);
    }
  }

  /** Load of a node if the unit came (sign 1) or left (-1). */
  with(place: number, unit: MoveUnit, sign: -1 | 1): number {
    return this.loadWith(this.carried, place, unit, sign);
  }

  /** What all nodes carry, to be changed by the caller. */
  carriedNow(): Float64Array {
    return this.carried.slice();
  }

  /** Changes what nodes carry: a unit is on another node. */
  move(carried: Float64Array, { index }: MoveUnit, from: number, to: number): void {
    const { count, parts } = this;
    for (let part = 0; part < count; part += 1) {
      const own = index * count + part;
      carried[from * count + part] = (carried[from * count + part] ?? 0) - (parts[from]?.[own] ?? 0);
      carried[to * count + part] = (carried[to * count + part] ?? 0) + (parts[to]?.[own] ?? 0);
    }
  }

  /** Load of a node by what nodes carry. */
  loadOf(carried: Float64Array, place: number): number {
    let highest = 0;
    for (let at = place * this.count; at < (place + 1) * this.count; at += 1) {
      const value = carried[at] ?? 0;
      if (value > highest && value > (this.uncaused[at] ?? 0)) highest = value;
    }
    return highest;
  }

  /** The same if the unit came (sign 1) or left (-1). */
  loadWith(carried: Float64Array, place: number, { index }: MoveUnit, sign: -1 | 1): number {
    const { count, uncaused } = this;
    const parts = this.parts[place];
    if (!parts) return 0;
    let highest = 0;
    for (let part = 0; part < count; part += 1) {
      const at = place * count + part;
      const value = (carried[at] ?? 0) + sign * (parts[index * count + part] ?? 0);
      if (value > highest && value > (uncaused[at] ?? 0)) highest = value;
    }
    return highest;
  }

  /** Places of the most loaded nodes, the highest load first. */
  mostLoaded(most: number): readonly number[] {
    const places: number[] = [];
    for (let place = 0; place < this.loads.length; place += 1) {
      const load = this.loads[place] ?? 0;
      let rank = places.length;
      while (rank > 0 && (this.loads[places[rank - 1] ?? 0] ?? 0) < load) rank -= 1;
      if (rank >= most) continue;
      places.splice(rank, 0, place);
      if (places.length > most) places.pop();
    }
    return places;
  }
}
