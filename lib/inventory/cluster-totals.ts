import { allocationsByNode } from "./node-allocation";
import type { Node, Snapshot, Storage } from "./snapshot";

/** Figures of a whole cluster. Capacity and use are those of the online nodes; null where no node said. */
export interface ClusterTotals {
  readonly nodesOnline: number;
  readonly nodesTotal: number;
  readonly guestsRunning: number;
  /** Running or not; templates are not counted. */
  readonly guestsTotal: number;
  readonly cpuUsedThreads: number | null;
  readonly cpuTotalThreads: number | null;
  readonly cpuAllocatedThreads: number | null;
  readonly memoryUsedBytes: number | null;
  readonly memoryTotalBytes: number | null;
  readonly memoryAllocatedBytes: number | null;
  /** Of the storages that are available; a shared one counts once, however many nodes list it. */
  readonly storageUsedBytes: number | null;
  readonly storageTotalBytes: number | null;
}

/** Adds up a snapshot for the overview. */
export function clusterTotals(snapshot: Snapshot): ClusterTotals {
  const online = snapshot.nodes.filter((node) => node.status === "online");
  const allocations = [...allocationsByNode(snapshot).values()];
  const storages = countedOnce(snapshot.storages);
  const someOnline = online.length > 0;

  return {
    nodesOnline: online.length,
    nodesTotal: snapshot.nodes.length,
    guestsRunning: sum(allocations.map((allocation) => allocation.guestsRunning)) ?? 0,
    guestsTotal: sum(allocations.map((allocation) => allocation.guestsTotal)) ?? 0,
    cpuUsedThreads: sum(online.map(usedThreads)),
    cpuTotalThreads: sum(online.map((node) => node.cpuCount)),
    cpuAllocatedThreads: someOnline
      ? sum(allocations.map(({ cpuAllocatedThreads }) => cpuAllocatedThreads))
      : null,
    memoryUsedBytes: sum(online.map((node) => node.memoryUsedBytes)),
    memoryTotalBytes: sum(online.map((node) => node.memoryTotalBytes)),
    memoryAllocatedBytes: someOnline
      ? sum(allocations.map(({ memoryAllocatedBytes }) => memoryAllocatedBytes))
      : null,
    storageUsedBytes: sum(storages.map((storage) => storage.usedBytes)),
    storageTotalBytes: sum(storages.map((storage) => storage.totalBytes)),
  };
}

function usedThreads(node: Node): number | null {
  return node.cpuFraction === null || node.cpuCount === null ? null : node.cpuFraction * node.cpuCount;
}

/** Available storages, each shared one once. */
function countedOnce(storages: readonly Storage[]): readonly Storage[] {
  const counted = new Map<string, Storage>();
  for (const storage of storages) {
    if (storage.status !== "available") continue;
    const key = storage.shared ? storage.name : `${storage.name}@${storage.node}`;
    if (!counted.has(key)) counted.set(key, storage);
  }
  return [...counted.values()];
}

/** Null only when nothing is known. */
function sum(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null && Number.isFinite(value) && value >= 0);
  return known.length === 0 ? null : known.reduce<number>((total, value) => total + (value ?? 0), 0);
}
