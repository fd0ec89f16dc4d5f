import "server-only";
import { moveState } from "@/lib/api/moves";
import { prisma } from "@/lib/server/db/prisma";
import { isBeforeRequest } from "@/lib/server/moves/move-states";
import { StaleMoveError, transitionMove } from "@/lib/server/moves/transition-move";
import { wakeAfterMove } from "@/lib/server/moves/wake-moves";
import type { PlanRunWithSteps } from "./plan-run-row";

/**
 * Calls off those moves of a plan that PVE has not been asked for; the others are finished.
 *
 * @returns whether there were any
 */
export async function callOffMoves(run: PlanRunWithSteps): Promise<boolean> {
  const ids = run.steps.flatMap(({ state, moveId }) => (state === "moving" && moveId !== null ? moveId : []));
  const moves = await prisma.move.findMany({
    where: { id: { in: ids } },
    select: { id: true, state: true, clusterId: true, source: true, batchId: true },
  });
  let calledOff = false;
  for (const move of moves) {
    const state = moveState.parse(move.state);
    if (!isBeforeRequest(state)) continue;
    const sentence = "The plan that it is part of was stopped; nothing had been started.";
    try {
      await transitionMove({
        moveId: move.id,
        from: state,
        to: "cancelled",
        sentence,
        changes: { result: sentence },
      });
      calledOff = true;
      await wakeAfterMove(move);
    } catch (error) {
      // It went on in this very moment: it is finished.
      if (!(error instanceof StaleMoveError)) throw error;
    }
  }
  return calledOff;
}
