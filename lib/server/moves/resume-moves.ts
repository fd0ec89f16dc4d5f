import "server-only";
import { pool } from "@/lib/server/db/pool";
import { prisma } from "@/lib/server/db/prisma";
import { wakeMove, wakeWaitingMoves } from "./wake-moves";

/** An executor gives a sign of life every few seconds, and a turn follows the one before at once. */
const SILENT_SECONDS = 30;

/** Wakes every move that nobody carries on with, whatever the reason: a lost message, a job that was given up. */
export async function resumeMoves(): Promise<{ readonly woken: number }> {
  const { rows } = await pool().query<{ id: string; clusterId: string; state: string }>(
    `SELECT id, cluster_id AS "clusterId", state FROM move
     WHERE state NOT IN ('done', 'failed', 'cancelled', 'superseded', 'unknown')
       AND coalesce(heartbeat_at, requested_at) < now() - $1 * interval '1 second'
     ORDER BY requested_at`,
    [SILENT_SECONDS],
  );
  const closed = await readClosedClusters(rows.map(({ clusterId }) => clusterId));
  for (const { id, clusterId, state } of rows)
    if (state !== "waiting" || closed.has(clusterId)) await wakeMove(id);
  for (const clusterId of new Set(
    rows.filter(({ state }) => state === "waiting").map((row) => row.clusterId),
  ))
    await wakeWaitingMoves(clusterId);
  return { woken: rows.length };
}

/** Clusters that nothing may be asked of: their moves are not to wait for a slot before they end. */
async function readClosedClusters(ids: readonly string[]): Promise<ReadonlySet<string>> {
  const clusters = await prisma.cluster.findMany({
    where: { id: { in: [...new Set(ids)] }, OR: [{ pausedAt: { not: null } }, { removedAt: { not: null } }] },
    select: { id: true },
  });
  return new Set(clusters.map(({ id }) => id));
}
