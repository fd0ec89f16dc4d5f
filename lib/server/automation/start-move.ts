import "server-only";
import { randomUUID } from "node:crypto";
import type { Need } from "@/lib/planning/plan";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { requestMove } from "@/lib/server/moves/request-move";
import { RUN_ONLY } from "./decide-afresh";
import { leaveOut } from "./leave-out";
import type { DecisionRecord, RunRecord } from "./run-record";

/** Begins a move that was decided. Its id is stored before it is asked for: whatever dies in between, it is asked for once. */
export async function startMove(run: RunRecord, decision: DecisionRecord): Promise<void> {
  const moveId = randomUUID();
  const { count } = await prisma.automationDecision.updateMany({
    where: {
      runId: run.id,
      round: decision.round,
      rank: decision.rank,
      action: "pending",
      moveId: null,
      run: { endedAt: null, stopOutcome: null, rounds: run.rounds },
    },
    data: { action: "executed", moveId },
  });
  if (count > 0) await askForMove(run, decision, moveId);
}

/** Asks for a move under the id that was chosen for it; one that is there already stays the only one. */
export async function askForMove(run: RunRecord, decision: DecisionRecord, moveId: string): Promise<void> {
  const { vmid, fromNode, toNode, reason, confidence, risk, bundle, temporary, subject } = decision;
  try {
    await requestMove(null, {
      id: moveId,
      clusterId: run.clusterId,
      vmid,
      target: toNode,
      from: fromNode,
      source: "automation",
      batchId: run.id,
      onBehalfOf:
        run.requestedById === null ? undefined : { userId: run.requestedById, username: run.requestedBy },
      recommendationId: run.recommendationId ?? undefined,
      planned: {
        confidence,
        risk,
        bundle,
        temporary,
        // One cast: the column holds what a plan said.
        reason: { need: decision.need as Need, subject, sentence: reason },
      },
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    await noteRefusal(run, decision, { moveId, sentence: error.message });
  }
}

/** Nothing was started. */
async function noteRefusal(
  run: RunRecord,
  { round, rank, unit, vmid }: DecisionRecord,
  { moveId, sentence }: { readonly moveId: string; readonly sentence: string },
): Promise<void> {
  await prisma.$transaction(async (transaction) => {
    const { count } = await transaction.automationDecision.updateMany({
      where: { runId: run.id, round, rank, moveId, moveState: null },
      data: { action: "skipped", guardrail: RUN_ONLY.refused, reason: sentence, moveId: null },
    });
    if (count === 0) return;
    await leaveOut(transaction, run, {
      action: "skipped",
      guardrail: "together",
      reason: `It goes only together with guest ${vmid}, which cannot be moved now: ${sentence}`,
      unit,
    });
  });
}
