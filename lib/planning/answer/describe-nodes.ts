import { CPU, LOCAL_DISK, MEMORY, RESOURCE_COUNT } from "../model/cluster-model";
import type { PlannedNode, ResourceShares } from "../plan";
import type { SearchState } from "../search/search-state";

/** What every node has in use at this moment, with its score. */
export function describeNodes(state: SearchState): Readonly<Record<string, PlannedNode>> {
  return Object.fromEntries(
    state.model.nodes.map(({ index, node }) => [
      node.name,
      {
        cpu: usedShare(state, index, CPU),
        memory: usedShare(state, index, MEMORY),
        score: state.scores.scoreOf(index),
        guests: guestsOn(state, index),
      },
    ]),
  );
}

/** Highest less lowest share in use of the nodes that may hold guests; 0 without any. */
export function spreadOfNodes(state: SearchState): ResourceShares {
  const spread = (resource: number): number => {
    const shares = state.receivers.map((node) => usedShare(state, node, resource));
    return shares.length === 0 ? 0 : Math.max(...shares) - Math.min(...shares);
  };
  return { cpu: spread(CPU), memory: spread(MEMORY), disk: spread(LOCAL_DISK) };
}

/** Share of a node's capacity in use, 0 and above; 0 where the capacity is not known. */
export function usedShare({ model, placement }: SearchState, node: number, resource: number): number {
  const place = node * RESOURCE_COUNT + resource;
  const capacity = model.capacity[place] ?? 0;
  return capacity > 0 ? Math.max(0, placement.load[place] ?? 0) / capacity : 0;
}

/** Guests on a node, running or not, without templates. */
export function guestsOn({ model, placement }: SearchState, node: number): number {
  let count = 0;
  for (const guest of placement.guestsOn[node] ?? []) {
    if (model.guests[guest]?.guest.template === false) count += 1;
  }
  return count;
}

/** Node of every guest, by VMID; its own word for a guest on a node that is not there. */
export function placementsOf({ model, placement }: SearchState): Readonly<Record<string, string>> {
  return Object.fromEntries(
    model.guests.map(({ index, guest }) => [
      String(guest.vmid),
      model.nodes[placement.nodeOf[index] ?? -1]?.node.name ?? guest.node,
    ]),
  );
}
