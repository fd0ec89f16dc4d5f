import "server-only";
import { prisma } from "@/lib/server/db/prisma";
import { sendJobEvent } from "@/lib/server/jobs/send-event";
import { childLog } from "@/lib/server/log";
import { readSettings } from "@/lib/server/settings/read-settings";
import type { Move } from "@/prisma/generated/client";
import { slotLimitsFrom } from "./claim-slots";
import { whyHeld } from "./why-held";

/**
 * Tells the jobs that a move can go on. Call it after the change is committed; a message that nobody takes is made up for
 * within a minute.
 */
export async function wakeMove(moveId: string): Promise<void> {
  await sendJobEvent({ name: "evenkeel/move.due", data: { moveId } }).catch((error: unknown) =>
    childLog("moves").warn(
      { err: error, moveId },
      "the jobs were not told of a move; they notice within a minute",
    ),
  );
}

/** The same for an approved plan. */
export async function wakePlan(planId: string): Promise<void> {
  await sendJobEvent({ name: "evenkeel/plan.due", data: { planId } }).catch((error: unknown) =>
    childLog("moves").warn(
      { err: error, planId },
      "the jobs were not told of a plan; they notice within a minute",
    ),
  );
}

/** What a move's end lets go on: moves that wait for its slots, and the plan that it is part of. */
export async function wakeAfterMove({
  clusterId,
  source,
  batchId,
}: Pick<Move, "clusterId" | "source" | "batchId">): Promise<void> {
  if (source === "plan" && batchId !== null) await wakePlan(batchId);
  await wakeWaitingMoves(clusterId);
}

/** Wakes those of a cluster's waiting moves that the free slots are for, the oldest first. */
export async function wakeWaitingMoves(clusterId: string): Promise<void> {
  const limits = slotLimitsFrom(await readSettings(clusterId));
  const [slots, waiting] = await Promise.all([
    prisma.moveSlot.findMany({ where: { clusterId } }),
    prisma.move.findMany({
      where: { clusterId, state: "waiting" },
      orderBy: { requestedAt: "asc" },
      select: { id: true, fromNode: true, toNode: true, clusterId: true, source: true, batchId: true },
    }),
  ]);
  const used = new Map<string, number>();
  const count = (scope: string, node: string) => used.get(`${scope} ${node}`) ?? 0;
  const take = (scope: string, node: string) => used.set(`${scope} ${node}`, count(scope, node) + 1);
  for (const { scope, node } of slots) take(scope, node);
  for (const move of waiting) {
    const { id, fromNode, toNode } = move;
    const isFree =
      count("cluster", "") < limits.perCluster &&
      count("source", fromNode) < limits.perSource &&
      count("target", toNode) < limits.perTarget;
    // One that is held takes no slot from those behind it.
    if (!isFree || (await whyHeld(move)) !== null) continue;
    take("cluster", "");
    take("source", fromNode);
    take("target", toNode);
    await wakeMove(id);
  }
}
