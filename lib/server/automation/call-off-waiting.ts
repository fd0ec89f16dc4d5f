import "server-only";
import { prisma } from "@/lib/server/db/prisma";
import { StaleMoveError, transitionIn } from "@/lib/server/moves/transition-move";
import type { RunObjection } from "./find-run-objection";
import { movesUnderWay, type RunRecord } from "./run-record";

const NOT_ASKED_YET = ["planned", "waiting", "preflight"] as const;

/**
 * Calls off moves of a run that Proxmox VE has not been asked for, and takes their decisions back: they are held back after all. A move that
 * has begun is let be.
 *
 * @returns how many were called off
 */
export async function callOffWaiting(
  run: RunRecord,
  { guardrail, action, sentence, untilMs }: RunObjection,
): Promise<number> {
  const moveIds = movesUnderWay(run).flatMap(({ moveId }) => moveId ?? []);
  const waiting = await prisma.move.findMany({
    where: { id: { in: moveIds }, state: { in: [...NOT_ASKED_YET] } },
    select: { id: true, state: true },
  });
  const result = `It had not begun: ${sentence}`;
  let calledOff = 0;
  for (const { id, state } of waiting) {
    const from = NOT_ASKED_YET.find((one) => one === state);
    if (from === undefined) continue;
    try {
      await prisma.$transaction(async (transaction) => {
        await transaction.automationDecision.updateMany({
          where: { runId: run.id, moveId: id, moveState: null },
          data: {
            action,
            guardrail,
            reason: sentence,
            untilAt: untilMs === null ? null : new Date(untilMs),
            moveState: "superseded",
          },
        });
        await transitionIn(transaction, {
          moveId: id,
          from,
          to: "superseded",
          sentence: result,
          changes: { result },
        });
      });
      calledOff += 1;
    } catch (error) {
      // It has just begun.
      if (!(error instanceof StaleMoveError)) throw error;
    }
  }
  return calledOff;
}
