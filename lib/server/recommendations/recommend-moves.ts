import "server-only";
import { planView } from "@/lib/api/recommendations";
import { withClusterLock } from "@/lib/server/collection/with-cluster-lock";
import { prisma } from "@/lib/server/db/prisma";
import { planStoredCluster } from "./plan-stored-cluster";
import { storeRecommendation } from "./store-recommendation";

/** Advice is renewed at most so often. */
const SHORTEST_PAUSE_MS = 55_000;

export interface RecommendationOutcome {
  readonly outcome: "new" | "same" | "not-due" | "locked";
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
