import type { NodeRow } from "@/lib/api/nodes";

/** A comfortable node; tests name only what matters to them. */
export function aNodeRow(overrides: Partial<NodeRow> = {}): NodeRow {
  return {
    clusterId: "3f0f9a4e-9c0e-4f0e-8f57-0d3b1c6d1a01",
    objectId: 1,
    name: "pve1",
    status: "online",
    readAtMs: 0,
    cpuFraction: 0.2,
    cpuCount: 16,
    ioWaitFraction: 0,
    loadAverageOneMinute: 1,
    memoryUsedBytes: 32 * 1024 ** 3,
    memoryTotalBytes: 128 * 1024 ** 3,
    memoryAllocatedBytes: null,
    cpuAllocatedThreads: null,
    swapUsedBytes: null,
    swapTotalBytes: null,
    rootUsedBytes: null,
    rootTotalBytes: null,
    netInBytesPerSecond: null,
    netOutBytesPerSecond: null,
    pressureCpuSomeFraction: null,
    pressureIoSomeFraction: null,
    pressureMemorySomeFraction: null,
    uptimeSeconds: 86_400,
    pveVersion: "9.1.2",
    haState: null,
    guestsRunning: 4,
    guestsTotal: 5,
    penaltyPoints: 0,
    suitabilityPercent: 100,
    verdict: "excellent",
    mainReason: null,
    ...overrides,
  };
}
