import type { ClusterRow } from "@/lib/api/clusters";

/** A cluster in good health. */
export function aClusterRow(overrides: Partial<ClusterRow> = {}): ClusterRow {
  return {
    id: "3f0f9a4e-9c0e-4f0e-8f57-0d3b1c6d1a01",
    name: "prod-a",
    source: "console",
    paused: false,
    pveVersion: "9.1.2",
    quorate: true,
    sequence: 1,
    readAtMs: 100_000,
    intervalSeconds: 10,
    healthPercent: 80,
    nodesOnline: 1,
    nodesTotal: 1,
    guestsRunning: 4,
    guestsTotal: 5,
    cpuUsedThreads: 3.2,
    cpuTotalThreads: 16,
    cpuAllocatedThreads: 8,
    memoryUsedBytes: 32,
    memoryTotalBytes: 128,
    memoryAllocatedBytes: 64,
    storageUsedBytes: null,
    storageTotalBytes: null,
    problem: null,
    ...overrides,
  };
}
