import "server-only";
import { randomUUID } from "node:crypto";
import { planView } from "@/lib/api/recommendations";
import type { Snapshot } from "@/lib/inventory/snapshot";
import type { Plan } from "@/lib/planning/plan";
import { prisma } from "@/lib/server/db/prisma";
import type { Prisma } from "@/prisma/generated/client";
import { planChanges, planContentHash } from "./plan-content";

/** Figures of advice that stays the same are of a reading at most so old. */
const FIGURES_KEPT_MS = 10 * 60_000;

interface PlanToStore {
  readonly snapshot: Snapshot;
  readonly plan: Plan;
  readonly elapsedMs: number;
  readonly nowMs: number;
}

/**
 * Keeps a plan. One that says the same as the newest only moves its `checkedAt` on, and renews its figures now and then, so
 * that a calm cluster writes next to nothing.
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
    select: { id: true, contentHash: true, plan: true, snapshotReadAt: true },
  });
  const contentHash = planContentHash(plan);
  const reading = {
    snapshotSequence: BigInt(snapshot.sequence),
    snapshotReadAt: new Date(snapshot.readAtMs),
    reason: plan.reason,
    // A plan is plain JSON; Prisma's own type of it does not know readonly.
    plan: plan as unknown as Prisma.InputJsonObject,
    elapsedMs,
  };
  if (newest?.contentHash === contentHash) {
    const isOld = snapshot.readAtMs - newest.snapshotReadAt.getTime() >= FIGURES_KEPT_MS;
    await prisma.recommendation.update({
      where: { id: newest.id },
      data: { checkedAt: new Date(nowMs), ...(isOld ? reading : {}) },
    });
    return { id: newest.id, isNew: false };
  }

  const before = newest ? (planView.safeParse(newest.plan).data?.moves ?? []) : [];
  const { id } = await prisma.recommendation.create({
    data: {
      id: randomUUID(),
      clusterId,
      createdAt: new Date(nowMs),
      checkedAt: new Date(nowMs),
      ...reading,
      verdict: plan.verdict,
      movesCount: plan.moves.length,
      contentHash,
      changes: planChanges(before, plan.moves),
    },
    select: { id: true },
  });
  return { id, isNew: true };
}
