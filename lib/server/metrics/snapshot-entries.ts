import "server-only";
import type { Guest, Node, Snapshot, Storage } from "@/lib/inventory/snapshot";
import type { ClusterScore } from "@/lib/scoring/node-score";
import { METRIC_LAYOUT, type SampleKind } from "./metric-layout";
import type { SampleEntry } from "./sample-block";

/** How each column of a layout is read from a row. */
type Columns<Row> = Readonly<Record<string, (row: Row) => number | null | undefined>>;

/**
 * The fresh values of a snapshot, in order of object number. What was carried over from an earlier reading, because
 * its node or part did not answer, is no new value and is left out.
 */
export function snapshotEntries(
  snapshot: Snapshot,
  scores: ClusterScore,
): Readonly<Record<SampleKind, readonly SampleEntry[]>> {
  const isFresh = ({ readAtMs }: { readonly readAtMs: number | null }) =>
    readAtMs !== null && readAtMs >= snapshot.readAtMs;
  const resources = snapshot.parts.find(({ part }) => part === "resources");
  const storages = !resources || isFresh(resources) ? snapshot.storages : [];
  return {
    node: toEntries(
      "node",
      snapshot.nodes.filter((node) => node.status === "online" && isFresh(node)),
      nodeColumns(scores),
    ),
    guest: toEntries(
      "guest",
      snapshot.guests.filter((guest) => guest.status !== "unknown" && !guest.template && isFresh(guest)),
      GUEST_COLUMNS,
    ),
    storage: toEntries(
      "storage",
      storages.filter(({ status }) => status === "available"),
      STORAGE_COLUMNS,
    ),
  };
}

function toEntries<Row extends { readonly objectId: number | null }>(
  kind: SampleKind,
  rows: readonly Row[],
  columns: Columns<Row>,
): SampleEntry[] {
  const readers = METRIC_LAYOUT[kind].map(({ name }) => columns[name]);
  const entries: SampleEntry[] = [];
  const seen = new Set<number>();
  for (const row of rows) {
    if (row.objectId === null || seen.has(row.objectId)) continue;
    seen.add(row.objectId);
    // Filled first, so that the engine keeps bare numbers and no object for each.
    const values: number[] = new Array(readers.length).fill(Number.NaN);
    for (let column = 0; column < readers.length; column += 1) {
      values[column] = readers[column]?.(row) ?? Number.NaN;
    }
    entries.push({ key: row.objectId, readings: 1, values });
  }
  return entries.sort((left, right) => left.key - right.key);
}

function nodeColumns(scores: ClusterScore): Columns<Node> {
  return {
    cpuFraction: (node) => node.cpuFraction,
    ioWaitFraction: (node) => node.ioWaitFraction,
    memoryUsedBytes: (node) => node.memoryUsedBytes,
    swapUsedBytes: (node) => node.swapUsedBytes,
    loadAverageOneMinute: (node) => node.loadAverage?.oneMinute,
    netInBytesPerSecond: (node) => node.netInBytesPerSecond,
    netOutBytesPerSecond: (node) => node.netOutBytesPerSecond,
    rootUsedBytes: (node) => node.rootUsedBytes,
    pressureCpuSomeFraction: (node) => node.pressure?.cpuSomeFraction,
    pressureIoSomeFraction: (node) => node.pressure?.ioSomeFraction,
    pressureIoFullFraction: (node) => node.pressure?.ioFullFraction,
    pressureMemorySomeFraction: (node) => node.pressure?.memorySomeFraction,
    pressureMemoryFullFraction: (node) => node.pressure?.memoryFullFraction,
    penaltyPoints: (node) => scores.nodes[node.name]?.penaltyPoints,
    memoryTotalBytes: (node) => node.memoryTotalBytes,
    cpuCount: (node) => node.cpuCount,
  };
}

const GUEST_COLUMNS: Columns<Guest> = {
  cpuFraction: (guest) => guest.cpuFraction,
  memoryUsedBytes: (guest) => guest.memoryUsedBytes,
  memoryHostBytes: (guest) => guest.memoryHostBytes,
  diskUsedBytes: (guest) => guest.diskUsedBytes,
  netInBytesPerSecond: (guest) => guest.netInBytesPerSecond,
  netOutBytesPerSecond: (guest) => guest.netOutBytesPerSecond,
  diskReadBytesPerSecond: (guest) => guest.diskReadBytesPerSecond,
  diskWriteBytesPerSecond: (guest) => guest.diskWriteBytesPerSecond,
};

const STORAGE_COLUMNS: Columns<Storage> = {
  usedBytes: (storage) => storage.usedBytes,
  totalBytes: (storage) => storage.totalBytes,
};
