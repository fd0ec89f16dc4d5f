import "server-only";
import { planView } from "@/lib/api/recommendations";
import { withClusterLock } from "@/lib/server/collection/with-cluster-lock";
import { prisma } from "@/lib/server/db/prisma";
import { type MadePlan, planStoredCluster } from "@/lib/server/recommendations/plan-stored-cluster";
import { storeRecommendation } from "@/lib/server/recommendations/store-recommendation";

export interface FreshPlan extends MadePlan {
  readonly recommendationId: string;
}

/**
 * Plans a cluster from its newest reading, and keeps the plan as the newest recommendation: what automation decides about is what the
 * page shows.
 *
 * @returns null while somebody else plans this cluster
 */
export async function planClusterNow(clusterId: string): Promise<FreshPlan | null> {
  return await withClusterLock("recommend", clusterId, async () => {
    const newest = await prisma.recommendation.findFirst({
      where: { clusterId },
      orderBy: { createdAt: "desc" },
      select: { plan: true },
    });
    const earlier = planView.safeParse(newest?.plan).data?.moves;
    const made = await planStoredCluster(clusterId, {}, earlier);
    const { id } = await storeRecommendation({ ...made, nowMs: Date.now() });
    return { ...made, recommendationId: id };
  });
}
