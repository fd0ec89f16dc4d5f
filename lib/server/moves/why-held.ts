import "server-only";
import { findAutomationHold } from "@/lib/server/automation/find-automation-hold";
import { prisma } from "@/lib/server/db/prisma";
import { pauseSentence, readPause } from "@/lib/server/engine/read-pause";
import type { Move } from "@/prisma/generated/client";

type HeldMove = Pick<Move, "clusterId" | "source" | "batchId">;

/**
 * What keeps a move that has not begun from beginning: Evenkeel's own moves wait while it is paused, those of an approved plan while that
 * is. A single move that a person asks for is made all the same.
 *
 * @returns one sentence; null while nothing does
 */
export async function whyHeld(move: HeldMove): Promise<string | null> {
  if (isPersons(move)) return null;
  const pause = await readPause(move.clusterId);
  if (pause) return `Waits: ${pauseSentence(pause)}`;
  if (move.source === "automation") {
    const closed = await findAutomationHold(move.clusterId);
    return closed === null ? null : `Waits: ${closed}`;
  }
  if (move.source !== "plan" || move.batchId === null) return null;
  const plan = await prisma.planRun.findUnique({
    where: { id: move.batchId },
    select: { state: true, pausedBy: true },
  });
  return plan?.state === "paused" ? `Waits: the plan was paused by ${plan.pausedBy ?? "somebody"}.` : null;
}

function isPersons({ source, batchId }: HeldMove): boolean {
  return source === "manual" || source === "rollback" || (source === "plan" && batchId === null);
}
