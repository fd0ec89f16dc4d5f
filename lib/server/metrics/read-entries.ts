import "server-only";
import { pool } from "@/lib/server/db/pool";
import { combineToHour } from "./combine-entries";
import { KIND_CODE, METRIC_LAYOUT, type SampleKind, type SampleTier, STATISTICS } from "./metric-layout";
import { decodeColumns, type SampleEntry } from "./sample-block";
import { CHUNK_SIZE, DAY_MS, floorTo, HOUR_MS, MINUTE_MS } from "./sample-tables";
import { SampleTrack } from "./sample-track";

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

/** By object; times are the beginning of the minute or hour, or the reading's own. */
export type ObjectTracks = ReadonlyMap<number, SampleTrack>;

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
export async function readEntries(query: EntriesQuery): Promise<ObjectTracks> {
  const width = query.metrics?.length ?? METRIC_LAYOUT[query.kind].length;
  const columns = STATISTICS[query.tier].length * width;
  const found = new Map(query.objects.map(({ objectId }) => [objectId, new SampleTrack(columns)]));
  if (query.tier === "reading") await addRows(found, query, "recent_sample");
  else if (query.tier === "minute") await addMinutes(found, query);
  else await addHours(found, query);
  return found;
}

async function addMinutes(found: ObjectTracks, query: EntriesQuery): Promise<void> {
  await addBlocks(found, query, "minute_block");
  const packedUntilMs = Math.min(...query.objects.map(({ hoursUntilMs }) => hoursUntilMs));
  const fromMs = Math.max(query.fromMs, packedUntilMs);
  if (fromMs < query.toMs) await addRows(found, { ...query, fromMs }, "minute_sample");
}

/** Days that are not packed yet are summed up here, from their minutes. */
async function addHours(found: ObjectTracks, query: EntriesQuery): Promise<void> {
  await addBlocks(found, query, "hour_block");
  const packedUntilMs = Math.min(...query.objects.map(({ daysUntilMs }) => daysUntilMs));
  const fromMs = floorTo(Math.max(query.fromMs, packedUntilMs), HOUR_MS);
  if (fromMs >= query.toMs) return;
  const width = query.metrics?.length ?? METRIC_LAYOUT[query.kind].length;
  const minutes = await readEntries({ ...query, tier: "minute", fromMs });
  for (const [objectId, track] of minutes) {
    for (const [hourMs, ofHour] of groupByHour(track.entries())) {
      if (hourMs >= query.fromMs) found.get(objectId)?.merge(combineToHour(hourMs, ofHour, width));
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
  found: ObjectTracks,
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
  const { rows } = await pool().query<{ at: Date; object_id: number; body: Buffer }>({
    // Planned once per connection: planning costs more than finding the blocks.
    name: `blocks-of-${table}`,
    text: BLOCKS_QUERY[table],
    values: [
      new Date(firstMs),
      new Date(toMs),
      times,
      KIND_CODE[kind],
      objects.map(({ objectId }) => objectId),
    ],
  });
  for (const { at, object_id, body } of rows) {
    const track = found.get(object_id);
    const startMs = at.getTime();
    const block = decodeColumns(kind, tier, body, metrics);
    for (let row = 0; row < block.keys.length; row += 1) {
      const atMs = startMs + (block.keys[row] ?? 0) * stepMs;
      if (atMs >= fromMs && atMs < toMs) track?.append(atMs, block, row);
    }
  }
}

async function addRows(
  found: ObjectTracks,
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
    const atMs = at.getTime();
    const block = decodeColumns(kind, tier, body, metrics);
    block.keys.forEach((objectId, row) => {
      found.get(objectId)?.merge({
        key: atMs,
        readings: block.readings[row] ?? 0,
        values: block.values.map((column) => column[row] ?? Number.NaN),
      });
    });
  }
}
