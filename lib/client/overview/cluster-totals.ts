import type { ClusterRow } from "@/lib/api/clusters";
import { isKnown } from "../format/missing";

export interface ClusterTotals {
  readonly healthPercent: number | null;
  readonly nodesOnline: number;
  readonly nodesTotal: number;
  readonly guestsRunning: number;
  readonly guestsTotal: number;
  readonly cpuUsedThreads: number | null;
  readonly cpuAllocatedThreads: number | null;
  readonly cpuTotalThreads: number | null;
  readonly memoryUsedBytes: number | null;
  readonly memoryAllocatedBytes: number | null;
  readonly memoryTotalBytes: number | null;
  readonly storageUsedBytes: number | null;
  readonly storageTotalBytes: number | null;
}

/** Several clusters as one. Health is weighted by memory; a sum is null only when nobody knows any part of it. */
export function clusterTotals(clusters: readonly ClusterRow[]): ClusterTotals {
  const sum = (read: (cluster: ClusterRow) => number | null) => sumKnown(clusters.map(read));
  return {
    healthPercent: weightedHealth(clusters),
    nodesOnline: sum(({ nodesOnline }) => nodesOnline) ?? 0,
    nodesTotal: sum(({ nodesTotal }) => nodesTotal) ?? 0,
    guestsRunning: sum(({ guestsRunning }) => guestsRunning) ?? 0,
    guestsTotal: sum(({ guestsTotal }) => guestsTotal) ?? 0,
    cpuUsedThreads: sum(({ cpuUsedThreads }) => cpuUsedThreads),
    cpuAllocatedThreads: sum(({ cpuAllocatedThreads }) => cpuAllocatedThreads),
    cpuTotalThreads: sum(({ cpuTotalThreads }) => cpuTotalThreads),
    memoryUsedBytes: sum(({ memoryUsedBytes }) => memoryUsedBytes),
    memoryAllocatedBytes: sum(({ memoryAllocatedBytes }) => memoryAllocatedBytes),
    memoryTotalBytes: sum(({ memoryTotalBytes }) => memoryTotalBytes),
    storageUsedBytes: sum(({ storageUsedBytes }) => storageUsedBytes),
    storageTotalBytes: sum(({ storageTotalBytes }) => storageTotalBytes),
  };
}

/** Sum of what is known; null when nothing is. */
export function sumKnown(values: readonly (number | null | undefined)[]): number | null {
  const known = values.filter(isKnown);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

function weightedHealth(clusters: readonly ClusterRow[]): number | null {
  let weights = 0;
  let sum = 0;
  for (const { healthPercent, memoryTotalBytes } of clusters) {
    if (healthPercent === null) continue;
    const weight = memoryTotalBytes ?? 1;
    weights += weight;
    sum += healthPercent * weight;
  }
  return weights === 0 ? null : sum / weights;
}
