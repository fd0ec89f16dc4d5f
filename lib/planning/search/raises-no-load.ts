import { RESOURCE_COUNT } from "../model/cluster-model";
import type { SearchState } from "./search-state";

/** Loads that differ by less are the same. */
const SAME = 1e-5;

/** Loads of nodes, the highest first. */
export function sortedLoads(state: SearchState, nodes: readonly number[]): readonly number[] {
  return nodes.map((node) => state.loads.of(node)).sort((one, other) => other - one);
}

/**
 * Whether a guest that was just moved for the number of guests made no balance worse: the first of its nodes' loads that changed, highest
 * first, has fallen; where none has changed, the guest takes nothing that nodes are compared by.
 *
 * @param before {@link sortedLoads} of both nodes before the move
 */
export function raisesNoLoad(
  state: SearchState,
  guest: number,
  nodes: readonly number[],
  before: readonly number[],
): boolean {
  const changes = sortedLoads(state, nodes).map((load, rank) => load - (before[rank] ?? 0));
  const first = changes.find((change) => Math.abs(change) > SAME);
  if (first !== undefined) return first < 0;
  return state.loads.compared.every(
    ({ resource }) => (state.model.demand[guest * RESOURCE_COUNT + resource] ?? 0) === 0,
  );
}
