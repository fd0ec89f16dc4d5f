import "server-only";
import { pool } from "@/lib/server/db/pool";
import { countReadingCache } from "./reading-cache-use";
import { lostReadings, readingCache, type StoredReading, unpackReading } from "./stored-reading";

/** The newest reading of a cluster and its scores; null before the first one and after a database crash. */
export async function readSnapshot(clusterId: string): Promise<StoredReading | null> {
  const cached = readingCache().get(clusterId);
  const { rows } = await pool().query<{ sequence: string; body: Buffer | null }>(
    `SELECT sequence, CASE WHEN sequence = $2 THEN NULL ELSE body END AS body
       FROM metrics.snapshot WHERE cluster_id = $1`,
    [clusterId, cached?.snapshot.sequence ?? -1],
  );
  const [row] = rows;
  if (!row) {
    if (cached) lostReadings().set(clusterId, cached);
    readingCache().delete(clusterId);
    return null;
  }
  countReadingCache(row.body ? "misses" : "hits");
  if (!row.body) return cached ?? null;

  const reading = await unpackReading(row.body, Number(row.sequence));
  readingCache().set(clusterId, reading);
  return reading;
}
