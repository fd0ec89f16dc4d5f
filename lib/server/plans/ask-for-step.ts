import "server-only";
import { randomUUID } from "node:crypto";
import type { Need } from "@/lib/planning/plan";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { judgeTarget } from "@/lib/server/moves/judge-target";
import { isNeed, type PlannedPart, purposeOfPlanned } from "@/lib/server/moves/move-prediction";
import { requestMove } from "@/lib/server/moves/request-move";
import type { PlanStep } from "@/prisma/generated/client";
import type { PlanRunWithSteps } from "./plan-run-row";
import { drawConsequences, endStep } from "./settle-steps";

/**
 * Asks for the move of one step. Its id is stored first, so that whoever asks again after a crash asks for the same move. A step that may not
 * be made as things are has failed, or is outdated with the rest of the plan.
 */
export async function askForStep(run: PlanRunWithSteps, step: PlanStep): Promise<void> {
  const { planRunId, position } = step;
  const planned = plannedPart(step);
  const id = step.moveId ?? randomUUID();
  const { count } = await prisma.planStep.updateMany({
    where: { planRunId, position, state: "planned", run: { state: "running" } },
    data: { state: "moving", moveId: id },
  });
  if (count === 0) return;
  try {
    const outdated = await whyOutdated(run, step, planned);
    if (outdated !== null)
      return await end(run, step, "superseded", `The plan does not hold any more: ${outdated}`);
    await requestMove(null, {
      id,
      clusterId: run.clusterId,
      vmid: step.vmid,
      target: step.toNode,
      from: step.fromNode,
      source: "plan",
      planned,
      onBehalfOf: { userId: run.requestedById ?? "", username: run.requestedBy },
      batchId: run.id,
      recommendationId: run.recommendationId,
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    await end(run, step, "failed", error.message);
  }
}

async function whyOutdated(
  { clusterId }: PlanRunWithSteps,
  { vmid, toNode: target }: PlanStep,
  planned: PlannedPart,
): Promise<string | null> {
  const purpose = purposeOfPlanned(planned);
  const { outdated } = await judgeTarget({ clusterId, vmid, target, accepted: [], purpose });
  return outdated;
}

async function end(
  run: PlanRunWithSteps,
  step: PlanStep,
  state: "failed" | "superseded",
  result: string,
): Promise<void> {
  await endStep(step, state, result);
  await drawConsequences(run, step, { state, reachedProxmox: false, result });
}

function plannedPart({ need, subject, reason, confidence, risk, bundle, temporary }: PlanStep): PlannedPart {
  const known: Need = isNeed(need) ? need : "imbalance";
  return { reason: { need: known, subject, sentence: reason }, confidence, risk, bundle, temporary };
}
