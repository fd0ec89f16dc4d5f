import "server-only";
import type { ConnectionProblem } from "@/lib/api/clusters";
import { pool } from "@/lib/server/db/pool";
import { announceClusters } from "./live-channel";

/**
 * Notes what is wrong with a cluster's connection now, or (null) that nothing is. Open pages are told only when
 * something changed. While the code stays the same, the problem keeps the moment it began.
 */
export async function recordConnectionProblem(
  clusterId: string,
  problem: ConnectionProblem | null,
): Promise<void> {
  const { rowCount } = problem
    ? await pool().query(
        `INSERT INTO metrics.connection_problem AS known (cluster_id, code, message, since)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT (cluster_id) DO UPDATE
           SET code = excluded.code, message = excluded.message,
               since = CASE WHEN known.code = excluded.code THEN known.since ELSE excluded.since END
           WHERE (known.code, known.message) IS DISTINCT FROM (excluded.code, excluded.message)`,
        [clusterId, problem.code, problem.message, new Date(problem.sinceMs)],
      )
    : await pool().query("DELETE FROM metrics.connection_problem WHERE cluster_id = $1", [clusterId]);
  if (rowCount) await announceClusters();
}
