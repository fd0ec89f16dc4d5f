import "server-only";
import type { PlanRunDetail } from "@/lib/api/plans";
import { canMoveGuests, refuseUnless } from "@/lib/server/auth/permissions";
import type { Viewer } from "@/lib/server/auth/viewer";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { cancelMove } from "@/lib/server/moves/cancel-move";
import { wakePlan, wakeWaitingMoves } from "@/lib/server/moves/wake-moves";
import { notePlan } from "./note-plan";
import { readPlan } from "./read-plans";
import { stopPlan } from "./stop-plan";

/** Ends a plan: what has not begun is not begun any more. Moves that are under way are finished, or stopped too if so wished. */
export async function cancelPlan(
  viewer: Viewer,
  planId: string,
  { stopMoves }: { readonly stopMoves: boolean },
): Promise<PlanRunDetail> {
  refuseUnless(canMoveGuests(viewer), viewer, "cancel plans");
  const run = await readPlan(planId);
  if (run.endedAtMs !== null) throw new AppError("conflict", `The plan has ended already (${run.state}).`);
  const sentence = `${viewer.username} cancelled the plan${stopMoves ? ", with the moves under way" : ""}.`;
  const isFirst = await stopPlan({ planId, endsAs: "cancelled", sentence, viewer });
  if (!isFirst && !stopMoves) throw new AppError("conflict", "The plan is stopping already.");
  if (stopMoves) await stopMovesOf(viewer, planId);
  await wakePlan(planId);
  return await readPlan(planId);
}

async function stopMovesOf(viewer: Viewer, planId: string): Promise<void> {
  const steps = await prisma.planStep.findMany({ where: { planRunId: planId, state: "moving" } });
  for (const { moveId } of steps) {
    if (moveId === null) continue;
    await cancelMove(viewer, moveId).catch((error: unknown) => {
      // It has ended meanwhile, or was not asked for yet.
      if (!(error instanceof AppError)) throw error;
    });
  }
}

/** Begins nothing more for now; what is under way is finished. */
export async function pausePlan(viewer: Viewer, planId: string): Promise<PlanRunDetail> {
  refuseUnless(canMoveGuests(viewer), viewer, "pause plans");
  await change(viewer, planId, { from: "running", to: "paused", word: "paused" });
  return await readPlan(planId);
}

export async function resumePlan(viewer: Viewer, planId: string): Promise<PlanRunDetail> {
  refuseUnless(canMoveGuests(viewer), viewer, "resume plans");
  await change(viewer, planId, { from: "paused", to: "running", word: "resumed" });
  const run = await readPlan(planId);
  await wakePlan(planId);
  await wakeWaitingMoves(run.clusterId);
  return run;
}

interface Change {
  readonly from: "running" | "paused";
  readonly to: "running" | "paused";
  readonly word: "paused" | "resumed";
}

async function change(viewer: Viewer, planId: string, { from, to, word }: Change): Promise<void> {
  const { state } = await readPlan(planId);
  if (state !== from)
    throw new AppError("conflict", `The plan is ${state}; only one that is ${from} can be ${word}.`);
  await prisma.$transaction(async (transaction) => {
    const { count } = await transaction.planRun.updateMany({
      where: { id: planId, state: from },
      data: { state: to, trouble: null, pausedBy: to === "paused" ? viewer.username : null },
    });
    if (count === 0) throw new AppError("conflict", `The plan is not ${from} any more.`);
    const action = to === "paused" ? "plan.pause" : "plan.resume";
    await notePlan(transaction, { planId, viewer, action, sentence: `${viewer.username} ${word} the plan.` });
  });
}
