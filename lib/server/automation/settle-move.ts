import "server-only";
import { moveState } from "@/lib/api/moves";
import { afterMove, type MoveEnd } from "@/lib/automation/after-move";
import { recordAudit } from "@/lib/server/audit/record-audit";
import { prisma } from "@/lib/server/db/prisma";
import { pauseAfterFailure } from "@/lib/server/engine/pause-after-failure";
import { tellEngineEvent } from "@/lib/server/engine/tell-engine-event";
import { guestWords } from "@/lib/server/moves/move-words";
import type { Move } from "@/prisma/generated/client";
import { leaveOut } from "./leave-out";
import type { RunContext } from "./run-context";
import type { DecisionRecord, RunRecord } from "./run-record";

export type EndedMove = Pick<
  Move,
  "id" | "state" | "intentAt" | "result" | "vmid" | "guestName" | "guestKind" | "toNode"
>;

/** How a move of a run has ended; null while it has not. `unknown` is an end here: a person has to look. */
export function endOf({ state, intentAt }: Pick<Move, "state" | "intentAt">): MoveEnd | null {
  const known = moveState.parse(state);
  switch (known) {
    case "done":
    case "failed":
    case "cancelled":
    case "superseded":
    case "unknown":
      return { state: known, reachedProxmox: intentAt !== null };
    default:
      return null;
  }
}

/** Writes down once how a move of a run has ended, and what that means for the rest of the run. */
export async function settleMove(
  run: RunRecord,
  decision: DecisionRecord,
  { move, end, context }: { readonly move: EndedMove; readonly end: MoveEnd; readonly context: RunContext },
): Promise<void> {
  const after = afterMove(end, context.settings["automation.pauseOnFailure"]);
  const who = guestWords({ vmid: move.vmid, kind: move.guestKind, name: move.guestName });
  const words = what(end.state, who, move.toNode);
  const paused = await prisma.$transaction(async (transaction) => {
    const { count } = await transaction.automationDecision.updateMany({
      where: { runId: run.id, round: decision.round, rank: decision.rank, moveState: null },
      data: { moveState: end.state },
    });
    if (count === 0 || after === "go-on") return false;
    if (after === "next-unit") {
      const reason = `It goes only together with ${who}, which was not moved: ${move.result ?? end.state}`;
      await leaveOut(transaction, run, {
        action: "skipped",
        guardrail: "together",
        reason,
        unit: decision.unit,
      });
      return false;
    }
    const sentence = asSentence(words, move.result);
    const stopOutcome = end.state === "cancelled" ? "stopped" : "failed";
    await transaction.automationRun.updateMany({
      where: { id: run.id, stopOutcome: null },
      data: { stopOutcome, stopSentence: sentence },
    });
    await leaveOut(transaction, run, {
      action: "skipped",
      guardrail: "run-ended",
      reason: `The run ended before it. ${sentence}`,
    });
    if (after === "pause") return await pauseAfterFailure(transaction, run.clusterId, words);
    await recordAudit(
      {
        viewer: null,
        action: "automation.stop",
        target: `automation-run:${run.id}`,
        details: { sentence },
      },
      transaction,
    );
    return false;
  });
  if (!paused) return;
  await tellEngineEvent(run.clusterId, {
    kind: "engine-paused",
    severity: "critical",
    message: `Evenkeel paused itself in this cluster: ${words}`,
    details: { by: "Evenkeel", reason: words, everywhere: false },
  });
}

function what(state: MoveEnd["state"], who: string, to: string): string {
  if (state === "unknown") return `what became of moving ${who} to ${to} is not known`;
  if (state === "cancelled") return `moving ${who} to ${to} was called off`;
  return `${who} could not be moved to ${to}`;
}

function asSentence(words: string, result: string | null): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}: ${result ?? "no reason is known."}`;
}
