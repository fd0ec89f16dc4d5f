import type { GuestUnderWay } from "./evacuation/with-guests-under-way";
import { buildClusterModel } from "./model/build-cluster-model";
import type { ClusterModel } from "./model/cluster-model";
import type { PlanningInput } from "./planning-input";
import { SearchState } from "./search/search-state";

/** A large cluster takes long to make and is asked about guest after guest; it goes with its input. */
const made = new WeakMap<PlanningInput, SearchState>();

/** The cluster of an input; made once for the same input. */
export function clusterModelOf(input: PlanningInput): ClusterModel {
  return onClusterUnderWay(input, { vmid: null, underWay: [] }, ({ model }) => model);
}

/**
 * What `work` finds on the cluster with every guest that is on its way, but for one, where it goes. Moves that `work` makes beyond that are
 * taken back after it, and the state is not to be kept: the next question is asked of the same one.
 *
 * @param vmid the guest that stays where it is; null for none
 */
export function onClusterUnderWay<Found>(
  input: PlanningInput,
  { vmid, underWay }: { readonly vmid: number | null; readonly underWay: readonly GuestUnderWay[] },
  work: (state: SearchState) => Found,
): Found {
  const state = made.get(input) ?? new SearchState(buildClusterModel(input));
  // What throws half way leaves a state that nobody may ask again.
  made.delete(input);
  const changed = moveUnderWay(
    state,
    underWay.filter((one) => one.vmid !== vmid),
  );
  const found = work(state);
  state.undo(state.placement.depth);
  state.scores.update(changed, state.placement.load);
  made.set(input, state);
  return found;
}

/** @returns the nodes that carry something else than before */
function moveUnderWay(state: SearchState, underWay: readonly GuestUnderWay[]): ReadonlySet<number> {
  const { guestIndex, nodeIndex } = state.model;
  const changed = new Set<number>();
  for (const { vmid, to } of underWay) {
    const guest = guestIndex.get(vmid);
    const target = nodeIndex.get(to);
    if (guest === undefined || target === undefined) continue;
    const source = state.nodeOf(guest);
    if (source === target) continue;
    state.placement.apply(guest, target);
    changed.add(source).add(target);
  }
  state.scores.update(changed, state.placement.load);
  return changed;
}
