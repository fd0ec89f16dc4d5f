import { type ClusterModel, RESOURCE_COUNT } from "../model/cluster-model";

/**
 * Nodes in an order that says nothing about their names: by what they are (capacity, own use, what they are to a plan) and
 * what they hold (VMIDs, rules, storages). Only nodes that are alike in all of it are ordered by name, and for a plan it makes no
 * difference which of those is taken.
 *
 * @returns indices of nodes
 */
export function nodeOrder(model: ClusterModel): Int32Array {
  const vmids = vmidsByNode(model);
  const keys = model.nodes.map(({ index }) => keyOf(model, index, vmids[index] ?? []));
  const order = model.nodes.map(({ index }) => index);
  order.sort((one, other) => compareKeys(keys[one], keys[other]) || one - other);
  return Int32Array.from(order);
}

/** Ascending, as guests are. */
function vmidsByNode({ nodes, guests, startNode }: ClusterModel): readonly (readonly number[])[] {
  const vmids = nodes.map((): number[] => []);
  for (const { index, guest } of guests) vmids[startNode[index] ?? -1]?.push(guest.vmid);
  return vmids;
}

function keyOf(model: ClusterModel, node: number, vmids: readonly number[]): readonly number[] {
  const figures = [model.capacity, model.base].flatMap((values) =>
    Array.from(values.subarray(node * RESOURCE_COUNT, (node + 1) * RESOURCE_COUNT)),
  );
  const rules = model.rules.rules.flatMap(({ allowed }, rule) => (allowed?.[node] === 1 ? [rule] : []));
  const { storageIndex, present, freeBytes } = model.disks;
  const storages = [...storageIndex.values()].flatMap((storage) => {
    const place = storage * model.nodes.length + node;
    return [present[place] ?? 0, freeBytes[place] ?? 0];
  });
  const kind = model.nodes[node];
  return [
    kind?.canReceive ? 0 : 1,
    kind?.memoryReserveBytes ?? 0,
    kind?.migrationBytesPerSecond ?? -1,
    ...figures,
    ...storages,
    ...rules,
    -1,
    ...vmids,
  ];
}

function compareKeys(one: readonly number[] = [], other: readonly number[] = []): number {
  const length = Math.min(one.length, other.length);
  for (let place = 0; place < length; place += 1) {
    const difference = (one[place] ?? 0) - (other[place] ?? 0);
    if (difference < 0) return -1;
    if (difference > 0) return 1;
  }
  return one.length - other.length;
}
