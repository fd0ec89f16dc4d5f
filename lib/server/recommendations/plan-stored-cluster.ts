import "server-only";
import type { Snapshot } from "@/lib/inventory/snapshot";
import type { Plan } from "@/lib/planning/plan";
import { type EarlierMove, planAgain } from "@/lib/planning/plan-again";
import { childLog } from "@/lib/server/log";
import { type PlanningWishes, readPlanningInput } from "./read-planning-input";

export interface MadePlan {
  readonly snapshot: Snapshot;
  readonly plan: Plan;
  /** Planning and checking alone. */
  readonly elapsedMs: number;
}

/**
 * Plans a cluster from what is stored of it now. Nothing is stored.
 *
 * @param earlier moves that were advised before; they are kept while they are nearly as good as new ones
 */
export async function planStoredCluster(
  clusterId: string,
  wishes: PlanningWishes = {},
  earlier: readonly EarlierMove[] = [],
): Promise<MadePlan> {
  const input = await readPlanningInput(clusterId, wishes);
  const startedAt = performance.now();
  const plan = planAgain(input, earlier, { nowMs: () => performance.now() });
  const elapsedMs = performance.now() - startedAt;
  const failed = plan.certificate.checks.filter(({ ok }) => !ok);
  if (failed.length > 0) {
    childLog("planning").error({ clusterId, failed }, "a plan did not pass its checks and is not shown");
  } else if (plan.refused) {
    const { refused } = plan;
    childLog("planning").error(
      { clusterId, refused },
      "parts of a plan did not pass its checks and were left out",
    );
  }
  return { snapshot: input.snapshot, plan, elapsedMs };
}
