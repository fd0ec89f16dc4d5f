import type { PlanRunDetail } from "@/lib/api/plans";
import type { RecommendationView } from "@/lib/api/recommendations";
import type { ScenarioInput } from "@/lib/inventory/scenario/scenario";
import { prisma } from "@/lib/server/db/prisma";
import { advancePlan } from "@/lib/server/plans/advance-plan";
import { approvePlan } from "@/lib/server/plans/approve-plan";
import { readPlan } from "@/lib/server/plans/read-plans";
import { findRecommendation } from "@/lib/server/recommendations/read-recommendation";
import { recommendMoves } from "@/lib/server/recommendations/recommend-moves";
import { updateSettings } from "@/lib/server/settings/update-settings";
import { aViewer } from "@/tests/support/a-viewer";
import {
  aMovingCluster,
  type MovingCluster,
  startMovingCluster,
} from "@/tests/support/moving/moving-cluster";

export interface PlannedCluster extends MovingCluster {
  /** The newest advice, made from a new reading. */
  readonly plan: () => Promise<RecommendationView>;
  /** Approves the newest advice. */
  readonly approve: (moves?: readonly number[]) => Promise<PlanRunDetail>;
  /** Carries an approved plan out with all its moves until it has ended, or `until` says so. */
  readonly carryOut: (planId: string, until?: (plan: PlanRunDetail) => boolean) => Promise<PlanRunDetail>;
}

/** Three guests that must be kept apart and are all on pve1: the plan moves two of them, in two waves. */
export async function startPlannedCluster(): Promise<PlannedCluster> {
  const cluster = await startMovingCluster(threeTogether());
  const { clusterId } = cluster;
  await updateSettings(aViewer(), { cluster: clusterId, values: { "planning.maxPerSource": 1 } });
  const plan = async () => {
    await cluster.collect();
    await prisma.recommendation.updateMany({ where: { clusterId }, data: { checkedAt: new Date(0) } });
    await recommendMoves(clusterId);
    const newest = await findRecommendation(clusterId);
    if (!newest) throw new Error("there is no advice");
    return newest;
  };
  return {
    ...cluster,
    plan,
    approve: async (moves) => {
      const { id: recommendationId } = await plan();
      const input = { clusterId, recommendationId, ...(moves && { moves: [...moves] }) };
      return await approvePlan(aViewer({ role: "operator" }), input);
    },
    carryOut: (planId, until) => carryOut(cluster, planId, until),
  };
}

function threeTogether(): Partial<ScenarioInput> {
  const apart = new Set([100, 103, 104]);
  const { guests = [] } = aMovingCluster();
  return {
    guests: guests.map((guest) =>
      apart.has(guest.vmid) ? { ...guest, tags: ["plb_anti_affinity_db"] } : guest,
    ),
  };
}

async function carryOut(
  cluster: MovingCluster,
  planId: string,
  until: (plan: PlanRunDetail) => boolean = () => false,
): Promise<PlanRunDetail> {
  const endMs = Date.now() + 50_000;
  for (;;) {
    await advancePlan(planId);
    const plan = await readPlan(planId);
    if (plan.endedAtMs !== null || until(plan)) return plan;
    if (Date.now() > endMs) throw new Error(`the plan is still ${plan.state}: ${plan.trouble ?? ""}`);
    const moving = plan.steps.flatMap(({ state, moveId }) => (state === "moving" && moveId ? moveId : []));
    await Promise.all(moving.map((moveId) => cluster.drive(moveId)));
  }
}
