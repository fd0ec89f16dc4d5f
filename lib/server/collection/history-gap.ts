import "server-only";
import { pool } from "@/lib/server/db/pool";

/** Readings further apart than this leave a hole in the minutes. */
const LARGEST_GAP_MS = 3 * 60_000;

/**
 * Notes that readings are missing before this one, if they are.
 *
 * @param previousAtMs the reading before; null when none is known
 * @returns whether history is to be filled in
 */
export async function noteHistoryGap(
  clusterId: string,
  previousAtMs: number | null,
  nowMs: number,
): Promise<boolean> {
  if (previousAtMs !== null && nowMs - previousAtMs <= LARGEST_GAP_MS) return false;
  // Without a reading before, everything since the last filling-in may be missing.
  const since = previousAtMs === null ? null : new Date(previousAtMs);
  await pool().query(
    `UPDATE cluster SET history_gap_at = LEAST(history_gap_at, COALESCE($2, backfilled_at))
     WHERE id = $1 AND backfilled_at IS NOT NULL`,
    [clusterId, since],
  );
  return true;
}
