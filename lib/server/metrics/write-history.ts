import "server-only";
import { withPartitions } from "./ensure-partitions";
import { forgetHourlyReadings } from "./hourly-cache";
import { inTransaction, LOCKS } from "./in-transaction";
import { METRIC_LAYOUT, type SampleKind } from "./metric-layout";
import type { SampleEntry } from "./sample-block";
import { DAY_MS, floorTo, HOUR_MS, MINUTE_MS } from "./sample-tables";
import { type BlockEntries, writeBlocks } from "./write-blocks";

/** One past moment of one object: averages, and maxima where they are known. Missing metrics are not known. */
export interface HistoryPoint {
  readonly atMs: number;
  readonly values: Readonly<Record<string, number | null>>;
  readonly maxima?: Readonly<Record<string, number | null>>;
}

export interface History {
  readonly kind: SampleKind;
  readonly objectId: number;
  readonly resolution: "minute" | "hour";
  readonly points: readonly HistoryPoint[];
}

/**
 * Adds history that was not measured by us, such as PVE's RRD. It fills gaps only: what was measured, or filled in
 * earlier, stays. Of several points in one minute or hour the first counts.
 */
export async function writeHistory({ kind, objectId, resolution, points }: History): Promise<void> {
  const isMinute = resolution === "minute";
  const [table, blockMs, stepMs] = isMinute
    ? (["minute_block", HOUR_MS, MINUTE_MS] as const)
    : (["hour_block", DAY_MS, HOUR_MS] as const);
  const blocks = new Map<number, Map<number, SampleEntry>>();
  for (const point of points) {
    const blockStart = floorTo(point.atMs, blockMs);
    const key = Math.floor((point.atMs - blockStart) / stepMs);
    const entries = blocks.get(blockStart) ?? new Map<number, SampleEntry>();
    if (!entries.has(key)) entries.set(key, toEntry(kind, key, point, isMinute ? 2 : 3));
    blocks.set(blockStart, entries);
  }
  if (blocks.size === 0) return;
  const additions: BlockEntries[] = [...blocks].map(([atMs, entries]) => ({
    atMs,
    objectId,
    entries: [...entries.values()].sort((left, right) => left.key - right.key),
  }));
  await withPartitions(table, [...blocks.keys()], () =>
    inTransaction(async (client) => {
      await client.query("SELECT pg_advisory_xact_lock($1, 0)", [LOCKS.blocks]);
      await writeBlocks(client, table, kind, additions);
    }),
  );
  forgetHourlyReadings();
}

function toEntry(kind: SampleKind, key: number, point: HistoryPoint, statistics: 2 | 3): SampleEntry {
  const layout = METRIC_LAYOUT[kind];
  const values: number[] = new Array(statistics * layout.length).fill(Number.NaN);
  layout.forEach(({ name }, index) => {
    const average = point.values[name] ?? Number.NaN;
    values[index] = average;
    values[layout.length + index] = point.maxima?.[name] ?? average;
  });
  return { key, readings: 0, values };
}
