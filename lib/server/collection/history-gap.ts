import "server-only";
import { pool } from "@/lib/server/db/pool";
import { findNewestSampleMs } from "@/lib/server/metrics/newest-sample";

const MINUTE_MS = 60_000;
/** Readings further apart than this always leave a hole in the minutes. */
const LARGEST_GAP_MS = 3 * MINUTE_MS;

// When this process last stored samples of a cluster. Bundles of one process may each have theirs: it only saves a question.
const sampledAtMs = new Map<string, number>();

/** Remembers that samples of this moment are stored. */
export function noteSampled(clusterId: string, atMs: number): void {
  sampledAtMs.set(clusterId, atMs);
}

/**
 * When samples were last stored before this reading. A database crash and a full disk take samples but not always the
 * newest reading, and another process may have stored some, so the database is asked before a gap is believed.
 */
export async function findLastSampled({
  clusterId,
  previousAtMs,
  nowMs,
  intervalMs,
}: {
  readonly clusterId: string;
  /** Time of the reading before; null when none is known. */
  readonly previousAtMs: number | null;
  readonly nowMs: number;
  readonly intervalMs: number;
}): Promise<number | null> {
  const known = sampledAtMs.get(clusterId);
  if (previousAtMs !== null && known !== undefined && !leavesGap(known, nowMs, intervalMs)) return known;
  return (await findNewestSampleMs(clusterId, nowMs)) ?? previousAtMs;
}

/**
 * Notes that readings are missing before this one, if they are.
 *
 * @param lastAtMs the last moment of which there are samples; null when none is known
 * @returns whether history is to be filled in
 */
export async function noteHistoryGap(
  clusterId: string,
  lastAtMs: number | null,
  nowMs: number,
  intervalMs = 0,
): Promise<boolean> {
  if (lastAtMs !== null && !leavesGap(lastAtMs, nowMs, intervalMs)) return false;
  // Without a reading before, everything since the last filling-in may be missing.
  const since = lastAtMs === null ? null : new Date(lastAtMs);
  await pool().query(
    `UPDATE cluster SET history_gap_at = LEAST(history_gap_at, COALESCE($2, backfilled_at))
     WHERE id = $1 AND (backfilled_at IS NOT NULL OR backfill_state IS NOT NULL)`,
    [clusterId, since],
  );
  return true;
}

/** A whole minute without a reading is a hole, unless the cluster is read so rarely on purpose. */
function leavesGap(lastAtMs: number, nowMs: number, intervalMs: number): boolean {
  const pauseMs = nowMs - lastAtMs;
  if (pauseMs > LARGEST_GAP_MS) return true;
  const minutes = Math.floor(nowMs / MINUTE_MS) - Math.floor(lastAtMs / MINUTE_MS);
  return minutes > 1 && pauseMs > 2 * intervalMs;
}
