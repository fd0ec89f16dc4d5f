import "server-only";
import type { Snapshot } from "@/lib/inventory/snapshot";
import { planningAround } from "@/lib/planning/evacuation/with-guests-under-way";
import type { Plan } from "@/lib/planning/plan";
import { type EarlierMove, planAgainStages } from "@/lib/planning/plan-again";
import { childLog } from "@/lib/server/log";
import { inTurns } from "./in-turns";
import { readGuestsUnderWay } from "./read-guests-under-way";
import { type PlanningWishes, readPlanningInput } from "./read-planning-input";

export interface MadePlan {
  readonly snapshot: Snapshot;
  readonly plan: Plan;
  /** Planning and checking alone. */
  readonly elapsedMs: number;
}

/** The server answers nobody while a stage of planning is under way; longer than this is worth a line in the log. */
const LONG_STAGE_MS = 2_000;

/**
 * Plans a cluster from what is stored of it now, around the guests that are being moved. Nothing is stored.
 *
 * @param earlier moves that were advised before; they are kept while they are nearly as good as new ones
 */
export async function planStoredCluster(
  clusterId: string,
  wishes: PlanningWishes = {},
  earlier: readonly EarlierMove[] = [],
): Promise<MadePlan> {
  const known = await readPlanningInput(clusterId, wishes);
  const input = planningAround(known, await readGuestsUnderWay(known.snapshot));
  const done = await inTurns(planAgainStages(input, earlier, { nowMs: processorMs }));
  const { result: plan, elapsedMs, longestMs } = done;
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
  if (longestMs > LONG_STAGE_MS) {
    const words = "planning kept everything else waiting for long";
    childLog("planning").info({ clusterId, longestMs: Math.round(longestMs) }, words);
  }
  return { snapshot: input.snapshot, plan, elapsedMs };
}

/** The time limit is about work, not about how busy the machine is with something else. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
