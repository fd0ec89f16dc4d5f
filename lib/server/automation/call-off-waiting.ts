import "server-only";
import { prisma } from "@/lib/server/db/prisma";
import { StaleMoveError, transitionMove } from "@/lib/server/moves/transition-move";

/**
 * Calls off moves of a run that have not begun. A move that has begun is let be.
 *
 * @returns how many were called off
 */
export async function callOffWaiting(moveIds: readonly string[], sentence: string): Promise<number> {
  const waiting = await prisma.move.findMany({
    where: { id: { in: [...moveIds] }, state: { in: ["planned", "waiting"] } },
    select: { id: true, state: true },
  });
  let calledOff = 0;
  for (const { id, state } of waiting) {
    const from = state === "planned" ? "planned" : "waiting";
    try {
      await transitionMove({ moveId: id, from, to: "superseded", sentence, changes: { result: sentence } });
      calledOff += 1;
    } catch (error) {
      // It has just begun.
      if (!(error instanceof StaleMoveError)) throw error;
    }
  }
  return calledOff;
}
