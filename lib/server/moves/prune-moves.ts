import "server-only";
import { pool } from "@/lib/server/db/pool";
import { readSettings } from "@/lib/server/settings/read-settings";
import { retentionSettingsFrom } from "@/lib/settings/retention-settings";

const DAY_MS = 86_400_000;
const BATCH = 500;

export interface PrunedMoves {
  readonly moves: number;
  readonly logs: number;
  readonly plans: number;
}

/**
 * Removes moves that ended longer ago than `retention.moveDays`, with all that belongs to them, and plans that did; of others the log after
 * `retention.moveLogDays`. A move whose end is not known stays.
 */
export async function pruneMoves(nowMs: number): Promise<PrunedMoves> {
  const { moveDays, moveLogDays } = retentionSettingsFrom(await readSettings(null));
  const oldest = nowMs - moveDays * DAY_MS;
  return {
    moves: await inBatches(
      "DELETE FROM move WHERE id IN (SELECT id FROM move WHERE ended_at < to_timestamp($1::float8 / 1000.0) LIMIT $2)",
      oldest,
    ),
    plans: await inBatches(
      "DELETE FROM plan_run WHERE id IN (SELECT id FROM plan_run WHERE ended_at < to_timestamp($1::float8 / 1000.0) LIMIT $2)",
      oldest,
    ),
    logs: await inBatches(
      `UPDATE move SET log = NULL WHERE id IN (
         SELECT id FROM move WHERE log IS NOT NULL AND ended_at < to_timestamp($1::float8 / 1000.0) LIMIT $2)`,
      nowMs - moveLogDays * DAY_MS,
    ),
  };
}

/** So that nothing is locked for long. */
async function inBatches(statement: string, beforeMs: number): Promise<number> {
  let changed = 0;
  for (;;) {
    const { rowCount } = await pool().query(statement, [beforeMs, BATCH]);
    changed += rowCount ?? 0;
    if ((rowCount ?? 0) < BATCH) return changed;
  }
}
