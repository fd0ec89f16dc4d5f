import type { GuestRow } from "@/lib/api/guests";
import type { NodeRow } from "@/lib/api/nodes";
import { formatBytes } from "@/lib/client/format/format-bytes";
import { formatNetwork, formatRate } from "@/lib/client/format/format-rate";

export type MapViewKey = "cpu" | "memory" | "allocated" | "disk" | "network";

/** One way to look at the map: what a cell's size and colour mean. */
export interface MapView {
  readonly key: MapViewKey;
  readonly title: string;
  /** Colour token of the metric. */
  readonly hue: "cpu" | "mem" | "io" | "net";
  /** What a cell's area shows. */
  readonly sizeWords: string;
  /** What a cell's strength of colour shows. */
  readonly strengthWords: string;
  /** In the view's unit; null where Proxmox VE does not tell. */
  readonly sizeOf: (guest: GuestRow) => number | null;
  /** 0–1 of what the guest has; null where it has no limit of its own, and its share of the largest counts. */
  readonly strengthOf: ((guest: GuestRow) => number | null) | null;
  /** By which the height of a node's block is chosen. */
  readonly capacityOf: (node: NodeRow) => number | null;
  /** 0–1; above 1 where more is promised than there is. Null where a node has no limit. */
  readonly nodeShareOf: ((node: NodeRow) => number | null) | null;
  readonly nodeUseOf: (node: NodeRow, guests: readonly GuestRow[]) => number | null;
  readonly format: (value: number) => string;
}

export const MAP_VIEWS: readonly MapView[] = [
  {
    key: "cpu",
    title: "CPU",
    hue: "cpu",
    sizeWords: "busy threads",
    strengthWords: "share of the guest's own CPUs",
    sizeOf: ({ cpuFraction, cpuCount }) => times(cpuFraction, cpuCount),
    strengthOf: ({ cpuFraction }) => cpuFraction,
    capacityOf: ({ cpuCount }) => cpuCount,
    nodeShareOf: ({ cpuFraction }) => cpuFraction,
    nodeUseOf: ({ cpuFraction, cpuCount }) => times(cpuFraction, cpuCount),
    format: threads,
  },
  {
    key: "memory",
    title: "Memory",
    hue: "mem",
    sizeWords: "memory in use",
    strengthWords: "share of the guest's own memory",
    sizeOf: ({ memoryHostBytes, memoryUsedBytes }) => memoryHostBytes ?? memoryUsedBytes,
    strengthOf: ({ memoryUsedBytes, memoryTotalBytes }) => part(memoryUsedBytes, memoryTotalBytes),
    capacityOf: ({ memoryTotalBytes }) => memoryTotalBytes,
    nodeShareOf: ({ memoryUsedBytes, memoryTotalBytes }) => part(memoryUsedBytes, memoryTotalBytes),
    nodeUseOf: ({ memoryUsedBytes }) => memoryUsedBytes,
    format: formatBytes,
  },
  {
    key: "allocated",
    title: "Allocated",
    hue: "mem",
    sizeWords: "configured memory",
    strengthWords: "share of it in use",
    sizeOf: ({ memoryTotalBytes }) => memoryTotalBytes,
    strengthOf: ({ memoryUsedBytes, memoryTotalBytes }) => part(memoryUsedBytes, memoryTotalBytes),
    capacityOf: ({ memoryTotalBytes }) => memoryTotalBytes,
    nodeShareOf: ({ memoryAllocatedBytes, memoryTotalBytes }) => part(memoryAllocatedBytes, memoryTotalBytes),
    nodeUseOf: ({ memoryAllocatedBytes }) => memoryAllocatedBytes,
    format: formatBytes,
  },
  {
    key: "disk",
    title: "Disk I/O",
    hue: "io",
    sizeWords: "bytes read and written",
    strengthWords: "share of the busiest guest's",
    sizeOf: ({ diskReadBytesPerSecond, diskWriteBytesPerSecond }) =>
      sum(diskReadBytesPerSecond, diskWriteBytesPerSecond),
    strengthOf: null,
    capacityOf: ({ memoryTotalBytes }) => memoryTotalBytes,
    nodeShareOf: ({ ioWaitFraction }) => ioWaitFraction,
    nodeUseOf: (_node, guests) =>
      guests.reduce(
        (total, guest) => total + (guest.diskReadBytesPerSecond ?? 0) + (guest.diskWriteBytesPerSecond ?? 0),
        0,
      ),
    format: formatRate,
  },
  {
    key: "network",
    title: "Network",
    hue: "net",
    sizeWords: "bits received and sent",
    strengthWords: "share of the busiest guest's",
    sizeOf: ({ netInBytesPerSecond, netOutBytesPerSecond }) => sum(netInBytesPerSecond, netOutBytesPerSecond),
    strengthOf: null,
    capacityOf: ({ memoryTotalBytes }) => memoryTotalBytes,
    nodeShareOf: null,
    nodeUseOf: ({ netInBytesPerSecond, netOutBytesPerSecond }) =>
      sum(netInBytesPerSecond, netOutBytesPerSecond),
    format: formatNetwork,
  },
];

/** The view that an address names; CPU for none and for an unknown one. */
export function mapViewOf(key: string | null): MapView {
  const found = MAP_VIEWS.find((view) => view.key === key) ?? MAP_VIEWS[0];
  if (!found) throw new Error("there is at least one view");
  return found;
}

function threads(value: number): string {
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${value === 1 ? "thread" : "threads"}`;
}

function times(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : one * other;
}

function part(one: number | null, whole: number | null): number | null {
  return one === null || whole === null || whole <= 0 ? null : one / whole;
}

function sum(one: number | null, other: number | null): number | null {
  return one === null && other === null ? null : (one ?? 0) + (other ?? 0);
}
