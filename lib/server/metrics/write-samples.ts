import "server-only";
import type { Snapshot } from "@/lib/inventory/snapshot";
import type { ClusterScore } from "@/lib/scoring/node-score";
import { pool } from "@/lib/server/db/pool";
import { clusterNumber } from "./cluster-progress";
import { withPartitions } from "./ensure-partitions";
import { KIND_CODE, SAMPLE_KINDS, type SampleKind } from "./metric-layout";
import { rollUpMinutes } from "./roll-up-minutes";
import { encodeBlock, type SampleEntry } from "./sample-block";
import { CHUNK_SIZE, floorTo, MINUTE_MS } from "./sample-tables";
import { snapshotEntries } from "./snapshot-entries";

/**
 * Stores the fresh values of one reading. Writing the same reading again changes nothing. The first reading of a
 * minute also closes the minutes before it, so that a crash costs no more than the minute that is running.
 *
 * @returns how many objects were given a sample
 */
export async function writeSamples(snapshot: Snapshot, scores: ClusterScore): Promise<number> {
  const entries = snapshotEntries(snapshot, scores);
  const number = await clusterNumber(snapshot.clusterId, snapshot.readAtMs);
  const minuteMs = floorTo(snapshot.readAtMs, MINUTE_MS);
  const rows = SAMPLE_KINDS.flatMap((kind) => toRows(kind, entries[kind]));
  if (rows.length > 0) {
    await withPartitions("recent_sample", [snapshot.readAtMs], () =>
      pool().query(
        // A reading that comes after its minute was summed up makes it be summed up again.
        `WITH reopened AS (
           UPDATE metrics.minute_progress SET minutes_until = $6 WHERE number = $1 AND minutes_until > $6)
         INSERT INTO metrics.recent_sample (number, kind, chunk, at, body)
         SELECT $1, kind, chunk, $2, body FROM unnest($3::smallint[], $4::int[], $5::bytea[]) AS t (kind, chunk, body)
         ON CONFLICT DO NOTHING`,
        [
          number,
          new Date(snapshot.readAtMs),
          rows.map(({ kind }) => kind),
          rows.map(({ chunk }) => chunk),
          rows.map(({ body }) => body),
          new Date(minuteMs),
        ],
      ),
    );
  }
  await rollUpMinutes(number, minuteMs);
  return SAMPLE_KINDS.reduce((total, kind) => total + entries[kind].length, 0);
}

function toRows(kind: SampleKind, entries: readonly SampleEntry[]) {
  const chunks = new Map<number, SampleEntry[]>();
  for (const entry of entries) {
    const chunk = Math.floor(entry.key / CHUNK_SIZE);
    const members = chunks.get(chunk);
    if (members) members.push(entry);
    else chunks.set(chunk, [entry]);
  }
  return [...chunks].map(([chunk, members]) => ({
    kind: KIND_CODE[kind],
    chunk,
    body: encodeBlock(kind, "reading", members),
  }));
}
