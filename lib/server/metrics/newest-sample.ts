import "server-only";
import { pool } from "@/lib/server/db/pool";

/** Readings are kept for hours; nothing older is looked for. */
const WITHIN = "3 hours";

/**
 * The moment up to which a cluster's samples are stored, before `nowMs`; null when none of the last hours is. After a
 * crash of the database that is the last minute that was summed up.
 */
export async function findNewestSampleMs(clusterId: string, nowMs: number): Promise<number | null> {
  const { rows } = await pool().query<{ reading: Date | null; minute_end: Date | null }>(
    `WITH cluster AS (SELECT number FROM metrics.cluster_progress WHERE cluster_id = $1)
     SELECT (SELECT max(at) FROM metrics.recent_sample, cluster
              WHERE recent_sample.number = cluster.number AND at < $2 AND at > $2 - interval '${WITHIN}') AS reading,
            (SELECT max(at) + interval '1 minute' FROM metrics.minute_sample, cluster
              WHERE minute_sample.number = cluster.number AND at < $2 AND at > $2 - interval '${WITHIN}') AS minute_end`,
    [clusterId, new Date(nowMs)],
  );
  const [row] = rows;
  // A minute that is summed up reaches to its end, and not a moment into the next one.
  const moments = [row?.reading?.getTime(), row?.minute_end ? row.minute_end.getTime() - 1 : undefined];
  const known = moments.filter((moment) => moment !== undefined);
  return known.length === 0 ? null : Math.min(Math.max(...known), nowMs);
}
