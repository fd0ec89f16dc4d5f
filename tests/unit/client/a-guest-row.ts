import type { GuestRow } from "@/lib/api/guests";

/** A running VM; tests name only what matters to them. */
export function aGuestRow(overrides: Partial<GuestRow> = {}): GuestRow {
  return {
    clusterId: "3f0f9a4e-9c0e-4f0e-8f57-0d3b1c6d1a01",
    objectId: 1,
    vmid: 100,
    kind: "qemu",
    name: "web1",
    node: "pve1",
    status: "running",
    template: false,
    readAtMs: 0,
    cpuFraction: 0.2,
    cpuCount: 4,
    memoryUsedBytes: 2 * 1024 ** 3,
    memoryHostBytes: null,
    memoryTotalBytes: 8 * 1024 ** 3,
    diskUsedBytes: null,
    diskTotalBytes: 32 * 1024 ** 3,
    netInBytesPerSecond: 1_000,
    netOutBytesPerSecond: 2_000,
    diskReadBytesPerSecond: null,
    diskWriteBytesPerSecond: 500,
    uptimeSeconds: 7_200,
    pool: "prod",
    tags: ["db", "linux"],
    lock: null,
    haState: null,
    passthrough: false,
    bindMount: "none",
    ...overrides,
  };
}
