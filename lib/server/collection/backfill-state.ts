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

/**
 * The filling-in that is under way, or one that begins with this call; null when history is whole. The gap that it
 * begins with is its own from then on, so that one which opens meanwhile is noted beside it.
 */
export async function openBackfill(clusterId: string, nowMs: number): Promise<BackfillState | null> {
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
  if (row.filled && row.gap_ms === null) return null;
  const state = { fromMs: row.filled ? Number(row.gap_ms) : null, untilMs: nowMs, done: "" };
  await pool().query("UPDATE cluster SET backfill_state = $2, history_gap_at = NULL WHERE id = $1", [
    clusterId,
    JSON.stringify(state),
  ]);
  return state;
}

export async function saveBackfillState(clusterId: string, state: BackfillState): Promise<void> {
  await pool().query("UPDATE cluster SET backfill_state = $2 WHERE id = $1", [
    clusterId,
    JSON.stringify(state),
  ]);
}

/**
 * History is whole until `untilMs`, but for a gap that opened meanwhile.
 *
 * @returns whether there is one
 */
export async function finishBackfill(clusterId: string, { untilMs }: BackfillState): Promise<boolean> {
  const { rows } = await pool().query<{ more: boolean }>(
    `UPDATE cluster SET backfill_state = NULL, backfilled_at = $2
     WHERE id = $1 RETURNING history_gap_at IS NOT NULL AS more`,
    [clusterId, new Date(untilMs)],
  );
  return rows[0]?.more ?? false;
}
