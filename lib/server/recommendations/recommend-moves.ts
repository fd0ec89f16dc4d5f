import "server-only";
import { planView } from "@/lib/api/recommendations";
import { unreadGuests } from "@/lib/inventory/unread-guests";
import { withClusterLock } from "@/lib/server/collection/with-cluster-lock";
import { prisma } from "@/lib/server/db/prisma";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import { planStoredCluster } from "./plan-stored-cluster";
import { storeRecommendation } from "./store-recommendation";

/** Advice is renewed at most so often. */
const SHORTEST_PAUSE_MS = 55_000;

/**
 * So long after a cluster was connected its first advice waits until every guest's configuration has been asked for: guests that are
 * not known yet may not move, and the advice would be another one a minute later. A plan that is made all the same says so.
 */
const LONGEST_WAIT_MS = 10 * 60_000;

export interface RecommendationOutcome {
  /** `unread`: the first advice waits for the guests' configurations. */
  readonly outcome: "new" | "same" | "not-due" | "unread" | "locked";
  /** Guests that the first advice waits for. */
  readonly unread?: number;
  readonly verdict?: string;
  readonly moves?: number;
  readonly elapsedMs?: number;
}

/** Plans a cluster from its newest reading and keeps the plan; not more than once a minute, in one process at a time. */
export async function recommendMoves(clusterId: string, nowMs = Date.now()): Promise<RecommendationOutcome> {
  const outcome = await withClusterLock("recommend", clusterId, async (): Promise<RecommendationOutcome> => {
    const newest = await prisma.recommendation.findFirst({
      where: { clusterId },
      orderBy: { createdAt: "desc" },
      select: { checkedAt: true, plan: true },
    });
    const ageMs = newest ? nowMs - newest.checkedAt.getTime() : Number.POSITIVE_INFINITY;
    if (ageMs >= 0 && ageMs < SHORTEST_PAUSE_MS) return { outcome: "not-due" };
    const unread = newest ? 0 : await countAwaited(clusterId, nowMs);
    if (unread > 0) return { outcome: "unread", unread };
    const earlier = planView.safeParse(newest?.plan).data?.moves;
    const made = await planStoredCluster(clusterId, {}, earlier);
    const { isNew } = await storeRecommendation({ ...made, nowMs });
    return {
      outcome: isNew ? "new" : "same",
      verdict: made.plan.verdict,
      moves: made.plan.moves.length,
      elapsedMs: Math.round(made.elapsedMs),
    };
  });
  return outcome ?? { outcome: "locked" };
}

/** Guests for which the first advice of a cluster is still to wait; 0 when it has waited long enough. */
async function countAwaited(clusterId: string, nowMs: number): Promise<number> {
  const cluster = await prisma.cluster.findUnique({ where: { id: clusterId }, select: { createdAt: true } });
  if (!cluster || Math.abs(nowMs - cluster.createdAt.getTime()) >= LONGEST_WAIT_MS) return 0;
  const reading = await readSnapshot(clusterId);
  return reading ? unreadGuests(reading.snapshot).length : 0;
}
