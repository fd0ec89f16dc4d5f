import { compareExtras } from "./compare-extras";
import { compareGuests } from "./compare-guests";
import { compareNodes, compareQuorum, compareRelease } from "./compare-nodes";
import { compareStorages } from "./compare-storages";
import { compareTasks } from "./compare-tasks";
import type { InventoryEvent } from "./inventory-event";
import { isComparable } from "./reading-parts";
import type { Snapshot } from "./snapshot";

/**
 * What happened in a cluster between two readings, in the order cluster, nodes, storages, guests, tasks, HA and the rest.
 *
 * Only what was read can have changed: a part that failed this time gives no event, guests and storages of a node that
 * did not answer are not gone, and a guest whose state is not known neither started nor stopped. A re-used VMID is
 * one guest removed and another created. The same two readings always give the same events, in whatever order they list things.
 *
 * A storage is reported full once, at 95 %, and not again before it was below 90 %, provided that both readings went
 * through `markFullStorages`; without the marks each crossing of 95 % counts.
 *
 * @throws RangeError when the readings are of different clusters
 */
export function compareSnapshots(previous: Snapshot, current: Snapshot): readonly InventoryEvent[] {
  if (previous.clusterId !== current.clusterId) {
    throw new RangeError(`readings of different clusters: ${previous.clusterId} and ${current.clusterId}`);
  }
  const comparison = { previous, current };
  const hasResources = isComparable("resources", previous, current);
  return [
    ...(isComparable("status", previous, current) ? compareQuorum(comparison) : []),
    ...compareRelease(comparison),
    ...(hasResources ? compareNodes(comparison) : []),
    ...(hasResources ? compareStorages(comparison) : []),
    ...(hasResources ? compareGuests(comparison) : []),
    ...(isComparable("tasks", previous, current) ? compareTasks(comparison) : []),
    ...compareExtras(comparison),
  ];
}
