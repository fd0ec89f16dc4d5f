import "server-only";
import type { PoolClient } from "pg";
import { mergeEntries } from "./combine-entries";
import { KIND_CODE, type SampleKind } from "./metric-layout";
import { decodeBlock, encodeBlock, type SampleEntry } from "./sample-block";

/** Entries of one object for one block: minutes of an hour, or hours of a day. */
export interface BlockEntries {
  readonly atMs: number;
  readonly objectId: number;
  readonly entries: readonly SampleEntry[];
}

const BLOCKS = {
  minute_block: "minute",
  hour_block: "hour",
} as const;

/**
 * Adds entries to stored blocks of one kind of object; see mergeEntries for which of two wins. Blocks that stay the
 * same are not written. The caller holds the lock on blocks.
 */
export async function writeBlocks(
  client: PoolClient,
  table: keyof typeof BLOCKS,
  kind: SampleKind,
  additions: readonly BlockEntries[],
): Promise<void> {
  if (additions.length === 0) return;
  const tier = BLOCKS[table];
  const times = [...new Set(additions.map(({ atMs }) => atMs))].map((atMs) => new Date(atMs));
  const { rows } = await client.query<{ at: Date; object_id: number; body: Buffer }>(
    `SELECT at, object_id, body FROM metrics.${table}
      WHERE at = ANY($1::timestamptz[]) AND kind = $2 AND object_id = ANY($3::int[])`,
    [times, KIND_CODE[kind], [...new Set(additions.map(({ objectId }) => objectId))]],
  );
  const present = new Map(rows.map(({ at, object_id, body }) => [`${at.getTime()}/${object_id}`, body]));
  const changed = additions.flatMap(({ atMs, objectId, entries }) => {
    const before = present.get(`${atMs}/${objectId}`);
    const merged = mergeEntries(before ? decodeBlock(kind, tier, before) : [], entries);
    const body = encodeBlock(kind, tier, merged);
    return before?.equals(body) ? [] : [{ atMs, objectId, body }];
  });
  if (changed.length === 0) return;
  await client.query(
    `INSERT INTO metrics.${table} (at, kind, object_id, body)
     SELECT at, $1, object_id, body FROM unnest($2::timestamptz[], $3::int[], $4::bytea[]) AS t (at, object_id, body)
      ORDER BY at, object_id
     ON CONFLICT (at, kind, object_id) DO UPDATE SET body = excluded.body`,
    [
      KIND_CODE[kind],
      changed.map(({ atMs }) => new Date(atMs)),
      changed.map(({ objectId }) => objectId),
      changed.map(({ body }) => body),
    ],
  );
}
