import "server-only";
import { moveProgress } from "@/lib/api/moves";
import type { PastMove } from "@/lib/planning/cost/learn-rates";
import { prisma } from "@/lib/server/db/prisma";

/** Older moves say little about today's network. */
const DAYS = 90;
const DAY_MS = 86_400_000;
const MOST_MOVES = 60;

/** The cluster's newest live moves that carried memory alone, as their logs told it. */
export async function readPastMoves(clusterId: string, nowMs: number): Promise<readonly PastMove[]> {
  const rows = await prisma.move.findMany({
    where: { clusterId, state: "done", kind: "live", requestedAt: { gte: new Date(nowMs - DAYS * DAY_MS) } },
    orderBy: { requestedAt: "desc" },
    take: MOST_MOVES,
    select: { fromNode: true, toNode: true, progress: true },
  });
  return rows.flatMap(({ fromNode, toNode, progress }) => {
    const { memory, disks, durationSeconds } = moveProgress.safeParse(progress).data ?? {};
    const copied = disks?.some(({ doneBytes }) => doneBytes > 0);
    if (!memory || !durationSeconds || copied) return [];
    return [{ source: fromNode, target: toNode, bytes: memory.doneBytes, seconds: durationSeconds }];
  });
}
