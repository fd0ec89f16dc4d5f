import "server-only";
import { moveProgress } from "@/lib/api/moves";
import type { PastMove } from "@/lib/planning/cost/learn-rates";
import { prisma } from "@/lib/server/db/prisma";

/** Older moves say little about today's network. */
export const PAST_MOVES_MS = 90 * 86_400_000;
const MOST_MOVES = 60;

/** The cluster's newest live moves that carried memory alone, as their logs told it: our own first, then those that others made. */
export async function readPastMoves(clusterId: string, nowMs: number): Promise<readonly PastMove[]> {
  const since = { gte: new Date(nowMs - PAST_MOVES_MS) };
  const [own, others] = await Promise.all([
    prisma.move.findMany({
      where: { clusterId, state: "done", kind: "live", requestedAt: since },
      orderBy: { requestedAt: "desc" },
      take: MOST_MOVES,
      select: { fromNode: true, toNode: true, progress: true },
    }),
    prisma.pastMigration.findMany({
      where: { clusterId, bytes: { gt: 0 }, endedAt: since },
      orderBy: { endedAt: "desc" },
      take: MOST_MOVES,
      select: { source: true, target: true, bytes: true, seconds: true },
    }),
  ]);
  const told = own.flatMap(({ fromNode, toNode, progress }) => {
    const { memory, disks, durationSeconds } = moveProgress.safeParse(progress).data ?? {};
    const copied = disks?.some(({ doneBytes }) => doneBytes > 0);
    if (!memory || !durationSeconds || copied) return [];
    return [{ source: fromNode, target: toNode, bytes: memory.doneBytes, seconds: durationSeconds }];
  });
  return [...told, ...others].slice(0, MOST_MOVES);
}
