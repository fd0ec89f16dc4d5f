import type { Guest, Node, Snapshot, SnapshotPart, Storage, Task } from "@/lib/inventory/snapshot";

/** A moment that all built readings share unless they say otherwise. */
export const READ_AT_MS = Date.UTC(2026, 0, 5, 8);

export const GIB = 1_073_741_824;

/** A healthy node of 16 threads and 64 GiB, of which nothing is in use. */
export function aNode(overrides: Partial<Node> = {}): Node {
  return {
    objectId: 1,
    name: "pve1",
    status: "online",
    cpuFraction: 0,
    ioWaitFraction: 0,
    cpuCount: 16,
    cpuSockets: 1,
    cpuModel: "AMD EPYC",
    loadAverage: { oneMinute: 0, fiveMinutes: 0, fifteenMinutes: 0 },
    memoryUsedBytes: 0,
    memoryTotalBytes: 64 * GIB,
    swapUsedBytes: 0,
    swapTotalBytes: 8 * GIB,
    ksmSharedBytes: 0,
    rootUsedBytes: 10 * GIB,
    rootTotalBytes: 100 * GIB,
    netInBytesPerSecond: 0,
    netOutBytesPerSecond: 0,
    pressure: {
      cpuSomeFraction: 0,
      ioSomeFraction: 0,
      ioFullFraction: 0,
      memorySomeFraction: 0,
      memoryFullFraction: 0,
    },
    uptimeSeconds: 1_000_000,
    pveVersion: "9.1.2",
    kernelVersion: "6.14.11-4-pve",
    haState: "online",
    readAtMs: READ_AT_MS,
    ...overrides,
  };
}

/** A running VM of 2 virtual CPUs and 4 GiB on pve1. */
export function aGuest(overrides: Partial<Guest> = {}): Guest {
  return {
    objectId: 10,
    vmid: 110,
    kind: "qemu",
    name: "web1",
    node: "pve1",
    status: "running",
    template: false,
    cpuFraction: 0.1,
    cpuCount: 2,
    memoryUsedBytes: 2 * GIB,
    memoryHostBytes: 2 * GIB,
    memoryTotalBytes: 4 * GIB,
    diskUsedBytes: null,
    diskTotalBytes: 32 * GIB,
    netInBytesPerSecond: 0,
    netOutBytesPerSecond: 0,
    diskReadBytesPerSecond: 0,
    diskWriteBytesPerSecond: 0,
    counters: null,
    uptimeSeconds: 5_000,
    pool: null,
    tags: [],
    lock: null,
    haState: null,
    creationMark: "ctime=1700000000",
    config: null,
    readAtMs: READ_AT_MS,
    ...overrides,
  };
}

/** A local storage of 100 GiB on pve1, half full. */
export function aStorage(overrides: Partial<Storage> = {}): Storage {
  return {
    objectId: 20,
    name: "local-lvm",
    node: "pve1",
    type: "lvmthin",
    shared: false,
    content: ["images"],
    status: "available",
    usedBytes: 50 * GIB,
    totalBytes: 100 * GIB,
    nodes: ["pve1"],
    ...overrides,
  };
}

/** A finished backup of guest 110 on pve1. */
export function aTask(overrides: Partial<Task> = {}): Task {
  return {
    upid: "UPID:pve1:0000A1B2:00C0FFEE:695B0000:vzdump:110:root@pam:",
    node: "pve1",
    type: "vzdump",
    subject: "110",
    user: "root@pam",
    startedAtMs: READ_AT_MS - 60_000,
    endedAtMs: READ_AT_MS - 5_000,
    exitStatus: "OK",
    ...overrides,
  };
}

/** A complete reading of a cluster with one node and no guest. */
export function aSnapshot(overrides: Partial<Snapshot> = {}): Snapshot {
  return {
    version: 1,
    clusterId: "3f0e6f5c-7a48-4c9f-9d3a-0d5f6a1b2c3d",
    sequence: 1,
    readAtMs: READ_AT_MS,
    endpoint: "pve1:8006",
    clusterName: "lab",
    pveVersion: "9.1.2",
    quorate: true,
    nodes: [aNode()],
    guests: [],
    storages: [],
    tasks: [],
    parts: ["resources", "status", "tasks"].map((part) => aPart(part)),
    problems: [],
    ...overrides,
  };
}

/** A part of a reading that was read; with an error, one that failed and kept its last values. */
export function aPart(part: string, error: string | null = null): SnapshotPart {
  return { part, readAtMs: READ_AT_MS, error };
}
