import "server-only";
import type { Snapshot } from "@/lib/inventory/snapshot";
import type { ClusterScore } from "@/lib/scoring/node-score";
import { pool } from "@/lib/server/db/pool";
import { childLog } from "@/lib/server/log";
import { LIVE_CHANNEL } from "./live-channel";
import { tellReadingStored } from "./reading-listeners";
import { lostReadings, packReading, readingCache } from "./stored-reading";

const STORES_PER_VACUUM = 6;
let storesSinceVacuum = 0;

/**
 * Makes this the newest reading of its cluster and tells every process. The sequence begins at the seconds of the
 * reading's time, so that it still rises after a database crash that emptied the table.
 *
 * @returns the snapshot with its sequence; null when a newer reading is already stored
 */
export async function storeSnapshot(snapshot: Snapshot, scores: ClusterScore): Promise<Snapshot | null> {
  const body = await packReading({ snapshot, scores });
  const { rows } = await pool().query<{ sequence: string }>(
    // A reading far ahead of this one was dated by a clock that has since been put right.
    `WITH stored AS (
       INSERT INTO metrics.snapshot (cluster_id, sequence, read_at, body) VALUES ($1, $2, $3, $4)
       ON CONFLICT (cluster_id) DO UPDATE
         SET sequence = greatest(snapshot.sequence + 1, excluded.sequence),
             read_at = excluded.read_at, body = excluded.body
         WHERE excluded.read_at > snapshot.read_at
            OR excluded.read_at < snapshot.read_at - interval '5 minutes'
       RETURNING sequence)
     SELECT sequence, pg_notify($5, $6) FROM stored`,
    [
      snapshot.clusterId,
      Math.floor(snapshot.readAtMs / 1_000),
      new Date(snapshot.readAtMs),
      body,
      LIVE_CHANNEL,
      snapshot.clusterId,
    ],
  );
  const [row] = rows;
  if (!row) return null;

  const stored = { ...snapshot, sequence: Number(row.sequence) };
  readingCache().set(stored.clusterId, { snapshot: stored, scores });
  lostReadings().delete(stored.clusterId);
  tellReadingStored(stored.clusterId);
  reclaimSpace();
  return stored;
}

/** Each reading leaves its predecessor behind as dead rows; the server's own vacuum comes by too rarely. */
function reclaimSpace(): void {
  storesSinceVacuum += 1;
  if (storesSinceVacuum < STORES_PER_VACUUM) return;
  storesSinceVacuum = 0;
  pool()
    .query("VACUUM (SKIP_LOCKED, TRUNCATE OFF, INDEX_CLEANUP ON) metrics.snapshot")
    .catch((error: unknown) => childLog("live").debug({ err: error }, "the snapshot table was not vacuumed"));
}
