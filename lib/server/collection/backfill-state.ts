import "server-only";
import { z } from "zod";
import { pool } from "@/lib/server/db/pool";

const backfillState = z.object({
  /** Null for all that PVE has. */
  fromMs: z.number().nullable(),
  untilMs: z.number(),
  /** Key of the last step that is done; steps are done in the order of their keys. */
  done: z.string(),
});
export type BackfillState = z.infer<typeof backfillState>;

/** The filling-in that is under way, or the one that is to begin; null when history is whole. */
export async function readBackfillState(clusterId: string, nowMs: number): Promise<BackfillState | null> {
  const { rows } = await pool().query<{ state: unknown; filled: boolean; gap_ms: string | null }>(
    `SELECT backfill_state AS state, backfilled_at IS NOT NULL AS filled,
            (extract(epoch FROM history_gap_at) * 1000)::bigint AS gap_ms
     FROM cluster WHERE id = $1 AND removed_at IS NULL AND paused_at IS NULL`,
    [clusterId],
  );
  const [row] = rows;
  if (!row) return null;
  const known = backfillState.safeParse(row.state);
  if (known.success) return known.data;
  if (!row.filled) return { fromMs: null, untilMs: nowMs, done: "" };
  return row.gap_ms === null ? null : { fromMs: Number(row.gap_ms), untilMs: nowMs, done: "" };
}

export async function saveBackfillState(clusterId: string, state: BackfillState): Promise<void> {
  await pool().query("UPDATE cluster SET backfill_state = $2 WHERE id = $1", [
    clusterId,
    JSON.stringify(state),
  ]);
}

/** History is whole until `untilMs`; a gap that opened since stays noted. */
export async function finishBackfill(clusterId: string, { untilMs }: BackfillState): Promise<void> {
  await pool().query(
    `UPDATE cluster SET backfill_state = NULL, backfilled_at = $2,
       history_gap_at = CASE WHEN history_gap_at < $2 THEN NULL ELSE history_gap_at END
     WHERE id = $1`,
    [clusterId, new Date(untilMs)],
  );
}
