import "server-only";
import { pool } from "@/lib/server/db/pool";

/**
 * Names the state of a run and of everything that it decided: while the mark is the same, so is what a page shows of the run. A page asks
 * every second or two, and ten thousand decisions take far longer to read than to compare.
 */
export async function readRunMark(runId: string): Promise<string> {
  const { rows } = await pool().query<{ mark: string | null }>(
    `SELECT concat_ws(' ', hashtextextended(run::text || cluster.name, 0),
              (SELECT concat_ws(' ', count(*), sum(hashtextextended(decision::text, 0)))
                 FROM automation_decision decision WHERE decision.run_id = run.id)) AS mark
       FROM automation_run run JOIN cluster ON cluster.id = run.cluster_id
      WHERE run.id = $1 AND cluster.removed_at IS NULL`,
    [runId],
  );
  return `${runId} ${rows[0]?.mark ?? "gone"}`;
}
