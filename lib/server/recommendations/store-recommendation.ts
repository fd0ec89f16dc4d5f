import "server-only";
import { randomUUID } from "node:crypto";
import { planView } from "@/lib/api/recommendations";
import type { Snapshot } from "@/lib/inventory/snapshot";
import type { Plan } from "@/lib/planning/plan";
import { prisma } from "@/lib/server/db/prisma";
import type { Prisma } from "@/prisma/generated/client";
import { planChanges, planContentHash } from "./plan-content";

interface PlanToStore {
  readonly snapshot: Snapshot;
  readonly plan: Plan;
  readonly elapsedMs: number;
  readonly nowMs: number;
}

/**
 * Keeps a plan. One that says the same as the newest only moves its `checkedAt` on, so that a calm cluster writes
 * next to nothing.
 *
 * @returns whether the advice is a new one
 */
export async function storeRecommendation({
  snapshot,
  plan,
  elapsedMs,
  nowMs,
}: PlanToStore): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const { clusterId } = snapshot;
  const newest = await prisma.recommendation.findFirst({
    where: { clusterId },
    orderBy: { createdAt: "desc" },
    select: { id: true, contentHash: true, plan: true },
  });
  const contentHash = planContentHash(plan);
  if (newest?.contentHash === contentHash) {
    await prisma.recommendation.update({ where: { id: newest.id }, data: { checkedAt: new Date(nowMs) } });
    return { id: newest.id, isNew: false };
  }

  const before = newest ? (planView.safeParse(newest.plan).data?.moves ?? []) : [];
  const { id } = await prisma.recommendation.create({
    data: {
      id: randomUUID(),
      clusterId,
      createdAt: new Date(nowMs),
      checkedAt: new Date(nowMs),
      snapshotSequence: BigInt(snapshot.sequence),
      snapshotReadAt: new Date(snapshot.readAtMs),
      verdict: plan.verdict,
      reason: plan.reason,
      movesCount: plan.moves.length,
      contentHash,
      // A plan is plain JSON; Prisma's own type of it does not know readonly.
      plan: plan as unknown as Prisma.InputJsonObject,
      changes: planChanges(before, plan.moves),
      elapsedMs,
    },
    select: { id: true },
  });
  return { id, isNew: true };
}
