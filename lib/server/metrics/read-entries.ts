import "server-only";
import { pool } from "@/lib/server/db/pool";
import { combineToHour } from "./combine-entries";
import { KIND_CODE, METRIC_LAYOUT, type SampleKind, type SampleTier } from "./metric-layout";
import { decodeBlock, type SampleEntry } from "./sample-block";
import { CHUNK_SIZE, DAY_MS, floorTo, HOUR_MS, MINUTE_MS } from "./sample-tables";

/** An object whose samples are asked for, with what is needed to find them. */
export interface SampleObject {
  readonly objectId: number;
  /** The cluster's short number. */
  readonly number: number;
  readonly hoursUntilMs: number;
  readonly daysUntilMs: number;
}

export interface EntriesQuery {
  readonly kind: SampleKind;
  readonly objects: readonly SampleObject[];
  readonly tier: SampleTier;
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
  /** Columns of the layout that are wanted; all when absent. */
  readonly metrics?: readonly number[];
}

/** By object, then by time; `key` is the beginning of the minute or hour, or the reading's time. */
export type ObjectEntries = ReadonlyMap<number, ReadonlyMap<number, SampleEntry>>;

type Collected = Map<number, Map<number, SampleEntry>>;

/** The bounds choose the partitions; the list makes one probe of the index per block. */
export const BLOCKS_QUERY = {
  minute_block: blocksQuery("minute_block"),
  hour_block: blocksQuery("hour_block"),
} as const;

function blocksQuery(table: string): string {
  return `SELECT at, object_id, body FROM metrics.${table}
    WHERE at >= $1 AND at < $2 AND at = ANY($3::timestamptz[]) AND kind = $4 AND object_id = ANY($5::int[])`;
}

/** Everything stored in a tier for these objects and this time. Touches only the partitions of that time. */
export async function readEntries(query: EntriesQuery): Promise<ObjectEntries> {
  const found: Collected = new Map(query.objects.map(({ objectId }) => [objectId, new Map()]));
  if (query.tier === "reading") await addRows(found, query, "recent_sample");
  else if (query.tier === "minute") await addMinutes(found, query);
  else await addHours(found, query);
  return found;
}

async function addMinutes(found: Collected, query: EntriesQuery): Promise<void> {
  await addBlocks(found, query, "minute_block");
  const packedUntilMs = Math.min(...query.objects.map(({ hoursUntilMs }) => hoursUntilMs));
  const fromMs = Math.max(query.fromMs, packedUntilMs);
  if (fromMs < query.toMs) await addRows(found, { ...query, fromMs }, "minute_sample");
}

/** Days that are not packed yet are summed up here, from their minutes. */
async function addHours(found: Collected, query: EntriesQuery): Promise<void> {
  await addBlocks(found, query, "hour_block");
  const packedUntilMs = Math.min(...query.objects.map(({ daysUntilMs }) => daysUntilMs));
  const fromMs = floorTo(Math.max(query.fromMs, packedUntilMs), HOUR_MS);
  if (fromMs >= query.toMs) return;
  const width = query.metrics?.length ?? METRIC_LAYOUT[query.kind].length;
  const minutes = await readEntries({ ...query, tier: "minute", fromMs });
  for (const [objectId, entries] of minutes) {
    for (const [hourMs, ofHour] of groupByHour(entries.values())) {
      if (hourMs >= query.fromMs) put(found, objectId, combineToHour(hourMs, ofHour, width));
    }
  }
}

function groupByHour(entries: Iterable<SampleEntry>): Map<number, SampleEntry[]> {
  const hours = new Map<number, SampleEntry[]>();
  for (const entry of entries) {
    const hourMs = floorTo(entry.key, HOUR_MS);
    const group = hours.get(hourMs);
    if (group) group.push(entry);
    else hours.set(hourMs, [entry]);
  }
  return hours;
}

async function addBlocks(
  found: Collected,
  query: EntriesQuery,
  table: "minute_block" | "hour_block",
): Promise<void> {
  const { kind, objects, fromMs, toMs, metrics } = query;
  const [blockMs, stepMs, tier] =
    table === "minute_block"
      ? ([HOUR_MS, MINUTE_MS, "minute"] as const)
      : ([DAY_MS, HOUR_MS, "hour"] as const);
  const firstMs = floorTo(fromMs, blockMs);
  const count = Math.max(0, Math.ceil((toMs - firstMs) / blockMs));
  const times = Array.from({ length: count }, (_, index) => new Date(firstMs + index * blockMs));
  const { rows } = await pool().query<{ at: Date; object_id: number; body: Buffer }>(BLOCKS_QUERY[table], [
    new Date(firstMs),
    new Date(toMs),
    times,
    KIND_CODE[kind],
    objects.map(({ objectId }) => objectId),
  ]);
  for (const { at, object_id, body } of rows) {
    const startMs = at.getTime();
    for (const { key, readings, values } of decodeBlock(kind, tier, body, metrics)) {
      const atMs = startMs + key * stepMs;
      if (atMs >= fromMs && atMs < toMs) put(found, object_id, { key: atMs, readings, values });
    }
  }
}

async function addRows(
  found: Collected,
  { kind, objects, fromMs, toMs, metrics }: EntriesQuery,
  table: "recent_sample" | "minute_sample",
): Promise<void> {
  const tier = table === "recent_sample" ? "reading" : "minute";
  const { rows } = await pool().query<{ at: Date; body: Buffer }>(
    `SELECT at, body FROM metrics.${table}
      WHERE at >= $1 AND at < $2 AND number = ANY($3::smallint[]) AND kind = $4 AND chunk = ANY($5::int[])`,
    [
      new Date(fromMs),
      new Date(toMs),
      [...new Set(objects.map(({ number }) => number))],
      KIND_CODE[kind],
      [...new Set(objects.map(({ objectId }) => Math.floor(objectId / CHUNK_SIZE)))],
    ],
  );
  for (const { at, body } of rows) {
    const key = at.getTime();
    for (const { key: objectId, readings, values } of decodeBlock(kind, tier, body, metrics)) {
      put(found, objectId, { key, readings, values });
    }
  }
}

/** Readings win over back-filled history, as they do when they are packed. */
function put(found: Collected, objectId: number, entry: SampleEntry): void {
  const entries = found.get(objectId);
  const known = entries?.get(entry.key);
  if (entries && (!known || entry.readings > known.readings)) entries.set(entry.key, entry);
}
