import { type ClusterModel, IO_WAIT, RESOURCE_COUNT } from "../model/cluster-model";
import { type ComparedResource, comparedResources } from "../model/node-load";
import type { Placement } from "../model/placement";

/** Less IO wait than this is a rounding error. */
const CAUSED_BY_NOBODY = 1e-9;

/**
 * Loads of nodes as `nodeLoad` has them, prepared so that "what if this demand came or went" takes a few multiplications.
 * Reads the placement's load as it is at the moment of the question.
 */
export class NodeLoads {
  readonly compared: readonly ComparedResource[];
  private readonly resources: Int32Array;
  /** By node and compared resource: 1 / (capacity × threshold); 0 where the capacity is not known. */
  private readonly perUnit: Float64Array;

  constructor(
    private readonly model: ClusterModel,
    private readonly placement: Placement,
  ) {
    this.compared = comparedResources(model);
    this.resources = Int32Array.from(this.compared, ({ resource }) => resource);
    this.perUnit = new Float64Array(model.nodes.length * this.compared.length);
    for (let node = 0; node < model.nodes.length; node += 1) {
      for (const [place, { resource, threshold }] of this.compared.entries()) {
        const capacity = model.capacity[node * RESOURCE_COUNT + resource] ?? 0;
        const whole = capacity * threshold;
        this.perUnit[node * this.compared.length + place] = whole > 0 ? 1 / whole : 0;
      }
    }
  }

  /** Load of a node now: 1 is at a threshold. */
  of(node: number): number {
    return this.with(node, NOTHING, 0);
  }

  /**
   * Load of a node if it carried more (sign 1) or less (-1).
   *
   * @param demand by resource
   */
  with(node: number, demand: Float64Array, sign: -1 | 0 | 1): number {
    const { resources, perUnit } = this;
    const load = this.placement.load;
    const count = resources.length;
    let highest = 0;
    for (let place = 0; place < count; place += 1) {
      const resource = resources[place] ?? 0;
      const at = node * RESOURCE_COUNT + resource;
      const carried = (load[at] ?? 0) + sign * (demand[resource] ?? 0);
      if (resource === IO_WAIT && carried - (this.model.base[at] ?? 0) <= CAUSED_BY_NOBODY) continue;
      const value = carried * (perUnit[node * count + place] ?? 0);
      if (value > highest) highest = value;
    }
    return highest;
  }

  /** What a node carries of each compared resource, 1 being at its threshold. Its load is the highest of those that are above {@link uncausedOf}. */
  partsOf(node: number): Float64Array {
    return this.scaled(node, (at) => this.placement.load[at] ?? 0);
  }

  /** What of it is no load: IO wait that no guest is known to cause. Minus infinity for all other resources. */
  uncausedOf(node: number): Float64Array {
    return this.scaled(node, (at, resource) =>
      resource === IO_WAIT ? (this.model.base[at] ?? 0) + CAUSED_BY_NOBODY : Number.NEGATIVE_INFINITY,
    );
  }

  /** What each of several demands adds to that, one after the other. */
  partsWith(node: number, demands: readonly { readonly demand: Float64Array }[]): Float64Array {
    const count = this.resources.length;
    const parts = new Float64Array(demands.length * count);
    for (let place = 0; place < count; place += 1) {
      const resource = this.resources[place] ?? 0;
      const perUnit = this.perUnit[node * count + place] ?? 0;
      for (let index = 0; index < demands.length; index += 1)
        parts[index * count + place] = (demands[index]?.demand[resource] ?? 0) * perUnit;
    }
    return parts;
  }

  private scaled(node: number, figure: (at: number, resource: number) => number): Float64Array {
    const count = this.resources.length;
    const parts = new Float64Array(count);
    for (let place = 0; place < count; place += 1) {
      const resource = this.resources[place] ?? 0;
      const perUnit = this.perUnit[node * count + place] ?? 0;
      parts[place] = perUnit === 0 ? 0 : figure(node * RESOURCE_COUNT + resource, resource) * perUnit;
    }
    return parts;
  }

  /** Share at which the resource counts as loaded that decides a node's load: load × this is the share of that resource. */
  leadingThreshold(node: number): number {
    const count = this.resources.length;
    let highest = -1;
    let threshold = 1;
    for (const [place, { resource, threshold: own }] of this.compared.entries()) {
      const at = node * RESOURCE_COUNT + resource;
      const carried = this.placement.load[at] ?? 0;
      if (resource === IO_WAIT && carried - (this.model.base[at] ?? 0) <= CAUSED_BY_NOBODY) continue;
      const value = carried * (this.perUnit[node * count + place] ?? 0);
      if (value > highest) {
        highest = value;
        threshold = own;
      }
    }
    return threshold;
  }
}

const NOTHING = new Float64Array(RESOURCE_COUNT);
