import type { Guest, Node, Snapshot, Storage } from "@/lib/inventory/snapshot";
import type { ClusterScore } from "@/lib/scoring/node-score";

const GIB = 2 ** 30;

export interface SampleClusterSize {
  readonly clusterId: string;
  readonly readAtMs: number;
  readonly nodes: number;
  readonly guests: number;
  /** Number of the first node, guest and storage in the database. */
  readonly firstId?: number;
  /** 0 to 1, moves the figures; the same noise gives the same snapshot. */
  readonly noise?: (index: number) => number;
}

/** A reading of an idle cluster: steady memory, a little CPU and traffic that differs from reading to reading. */
export function sampleSnapshot(size: SampleClusterSize): Snapshot {
  const { clusterId, readAtMs, nodes, guests, firstId = 1 } = size;
  const noise = size.noise ?? (() => 0.5);
  return {
    version: 1,
    clusterId,
    sequence: 0,
    readAtMs,
    endpoint: "192.0.2.1:8006",
    clusterName: "sample",
    pveVersion: "9.1.2",
    quorate: true,
    nodes: Array.from({ length: nodes }, (_, index) => sampleNode(index, firstId + index, readAtMs, noise)),
    guests: Array.from({ length: guests }, (_, index) =>
      sampleGuest({ index, objectId: firstId + index, readAtMs, nodes, noise }),
    ),
    storages: Array.from({ length: nodes }, (_, index) => sampleStorage(index, firstId + index)),
    tasks: [],
    parts: [{ part: "resources", readAtMs, error: null }],
    problems: [],
  };
}

export const NO_SCORES: ClusterScore = { healthPercent: null, nodes: {} };

function sampleNode(
  index: number,
  objectId: number,
  readAtMs: number,
  noise: (index: number) => number,
): Node {
  return {
    objectId,
    name: `pve${index + 1}`,
    status: "online",
    cpuFraction: 0.05 + 0.02 * noise(index),
    ioWaitFraction: 0.002 * noise(index + 1),
    cpuCount: 32,
    cpuSockets: 2,
    cpuModel: "AMD EPYC 7302P",
    loadAverage: { oneMinute: 1 + noise(index + 2), fiveMinutes: 1.2, fifteenMinutes: 1.1 },
    memoryUsedBytes: 60 * GIB + Math.round(noise(index + 3) * 2 ** 24),
    memoryTotalBytes: 128 * GIB,
    swapUsedBytes: 0,
    swapTotalBytes: 8 * GIB,
    ksmSharedBytes: 0,
    rootUsedBytes: 12 * GIB,
    rootTotalBytes: 90 * GIB,
    netInBytesPerSecond: 40_000 + 20_000 * noise(index + 4),
    netOutBytesPerSecond: 50_000 + 20_000 * noise(index + 5),
    pressure: {
      cpuSomeFraction: 0,
      ioSomeFraction: 0.001 * noise(index + 6),
      ioFullFraction: 0,
      memorySomeFraction: 0,
      memoryFullFraction: 0,
    },
    uptimeSeconds: Math.floor(readAtMs / 1_000) % 10_000_000,
    pveVersion: "9.1.2",
    kernelVersion: "6.14.8-2-pve",
    haState: "online",
    readAtMs,
  };
}

function sampleGuest(options: {
  readonly index: number;
  readonly objectId: number;
  readonly readAtMs: number;
  readonly nodes: number;
  readonly noise: (index: number) => number;
}): Guest {
  const { index, objectId, readAtMs, nodes, noise } = options;
  const isContainer = index % 4 === 0;
  const memory = (2 + (index % 7)) * GIB;
  const used = Math.round(memory * (0.3 + (index % 11) / 20) + noise(index) * 2 ** 21);
  return {
    objectId,
    vmid: 100 + index,
    kind: isContainer ? "lxc" : "qemu",
    name: `guest-${index}`,
    node: `pve${(index % nodes) + 1}`,
    status: "running",
    template: false,
    cpuFraction: 0.004 + 0.01 * noise(index + 7),
    cpuCount: 1 + (index % 4),
    memoryUsedBytes: used,
    memoryHostBytes: isContainer ? null : used + 2 ** 26,
    memoryTotalBytes: memory,
    diskUsedBytes: isContainer ? GIB + index * 2 ** 20 : null,
    diskTotalBytes: 32 * GIB,
    netInBytesPerSecond: 200 + 900 * noise(index + 11),
    netOutBytesPerSecond: 150 + 700 * noise(index + 13),
    diskReadBytesPerSecond: 0,
    diskWriteBytesPerSecond: 4_096 * Math.round(4 * noise(index + 17)),
    counters: { atMs: readAtMs, netInBytes: 1, netOutBytes: 1, diskReadBytes: 1, diskWriteBytes: 1 },
    uptimeSeconds: Math.floor(readAtMs / 1_000) % 5_000_000,
    pool: "prod",
    tags: ["web"],
    lock: null,
    haState: null,
    creationMark: `ctime:${1_700_000_000 + index}`,
    config: {
      digest: "0123456789abcdef0123456789abcdef01234567",
      osType: "l26",
      cores: 2,
      sockets: 1,
      cpuType: "x86-64-v2-AES",
      memoryBytes: memory,
      balloonMinimumBytes: null,
      startOnBoot: true,
      disks: [
        {
          key: "scsi0",
          storage: "local-lvm",
          volume: `vm-${100 + index}-disk-0`,
          sizeBytes: 32 * GIB,
          cdrom: false,
        },
      ],
      bindMounts: [],
      passthroughKeys: [],
    },
    readAtMs,
  };
}

function sampleStorage(index: number, objectId: number): Storage {
  const node = `pve${index + 1}`;
  return {
    objectId,
    name: "local-lvm",
    node,
    type: "lvmthin",
    shared: false,
    content: ["images", "rootdir"],
    status: "available",
    usedBytes: 400 * GIB,
    totalBytes: 900 * GIB,
    nodes: [node],
  };
}
