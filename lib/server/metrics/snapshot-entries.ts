import "server-only";
import type { Guest, Node, Snapshot, Storage } from "@/lib/inventory/snapshot";
import type { ClusterScore } from "@/lib/scoring/node-score";
import { METRIC_LAYOUT, type SampleKind } from "./metric-layout";
import type { SampleEntry } from "./sample-block";

type Values = Readonly<Record<string, number | null | undefined>>;

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
      (node) => nodeValues(node, scores),
    ),
    guest: toEntries(
      "guest",
      snapshot.guests.filter((guest) => guest.status !== "unknown" && !guest.template && isFresh(guest)),
      guestValues,
    ),
    storage: toEntries(
      "storage",
      storages.filter(({ status }) => status === "available"),
      storageValues,
    ),
  };
}

function toEntries<Row extends { readonly objectId: number | null }>(
  kind: SampleKind,
  rows: readonly Row[],
  valuesOf: (row: Row) => Values,
): SampleEntry[] {
  const entries = new Map<number, SampleEntry>();
  for (const row of rows) {
    if (row.objectId === null) continue;
    entries.set(row.objectId, toEntry(kind, row.objectId, 1, valuesOf(row)));
  }
  return [...entries.values()].sort((left, right) => left.key - right.key);
}

export function toEntry(kind: SampleKind, key: number, readings: number, values: Values): SampleEntry {
  const row = METRIC_LAYOUT[kind].map(({ name }) => values[name] ?? Number.NaN);
  return { key, readings, values: Float64Array.from(row) };
}

function nodeValues(node: Node, scores: ClusterScore): Values {
  const { pressure } = node;
  return {
    cpuFraction: node.cpuFraction,
    ioWaitFraction: node.ioWaitFraction,
    memoryUsedBytes: node.memoryUsedBytes,
    swapUsedBytes: node.swapUsedBytes,
    loadAverageOneMinute: node.loadAverage?.oneMinute,
    netInBytesPerSecond: node.netInBytesPerSecond,
    netOutBytesPerSecond: node.netOutBytesPerSecond,
    rootUsedBytes: node.rootUsedBytes,
    pressureCpuSomeFraction: pressure?.cpuSomeFraction,
    pressureIoSomeFraction: pressure?.ioSomeFraction,
    pressureIoFullFraction: pressure?.ioFullFraction,
    pressureMemorySomeFraction: pressure?.memorySomeFraction,
    pressureMemoryFullFraction: pressure?.memoryFullFraction,
    penaltyPoints: scores.nodes[node.name]?.penaltyPoints,
    memoryTotalBytes: node.memoryTotalBytes,
    cpuCount: node.cpuCount,
  };
}

function guestValues(guest: Guest): Values {
  return {
    cpuFraction: guest.cpuFraction,
    memoryUsedBytes: guest.memoryUsedBytes,
    memoryHostBytes: guest.memoryHostBytes,
    diskUsedBytes: guest.diskUsedBytes,
    netInBytesPerSecond: guest.netInBytesPerSecond,
    netOutBytesPerSecond: guest.netOutBytesPerSecond,
    diskReadBytesPerSecond: guest.diskReadBytesPerSecond,
    diskWriteBytesPerSecond: guest.diskWriteBytesPerSecond,
  };
}

function storageValues({ usedBytes, totalBytes }: Storage): Values {
  return { usedBytes, totalBytes };
}
