import "server-only";
import type { PlanRunState } from "@/lib/api/plans";
import type { Viewer } from "@/lib/server/auth/viewer";
import { prisma } from "@/lib/server/db/prisma";
import { notePlan } from "./note-plan";

export interface PlanStop {
  readonly planId: string;
  readonly endsAs: Extract<PlanRunState, "failed" | "cancelled" | "superseded">;
  readonly sentence: string;
  readonly viewer?: Pick<Viewer, "userId" | "username"> | null;
}

/**
 * From now on the plan begins nothing; it ends when what is under way has ended.
 *
 * @returns false when it was stopping already, or has ended
 */
export async function stopPlan({ planId, endsAs, sentence, viewer = null }: PlanStop): Promise<boolean> {
  return await prisma.$transaction(async (transaction) => {
    const { count } = await transaction.planRun.updateMany({
      where: { id: planId, state: { in: ["running", "paused"] } },
      data: {
        state: "stopping",
        endsAs,
        result: sentence,
        trouble: null,
        ...(endsAs === "cancelled" && viewer && { cancelledBy: viewer.username }),
      },
    });
    if (count === 0) return false;
    await notePlan(transaction, { planId, viewer, action: `plan.${viewer ? "cancel" : "stop"}`, sentence });
    return true;
  });
}

/** Ends a plan: what has not begun is skipped. */
export async function endPlan(
  planId: string,
  from: PlanRunState,
  to: PlanRunState,
  sentence: string,
): Promise<void> {
  await prisma.$transaction(async (transaction) => {
    const { count } = await transaction.planRun.updateMany({
      where: { id: planId, state: from },
      data: { state: to, result: sentence, trouble: null, endedAt: new Date() },
    });
    if (count === 0) return;
    await transaction.planStep.updateMany({
      where: { planRunId: planId, state: "planned" },
      data: { state: "skipped", result: "The plan ended before its turn came." },
    });
    await notePlan(transaction, { planId, viewer: null, action: `plan.${to}`, sentence });
  });
}
