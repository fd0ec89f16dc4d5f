import "server-only";
import { planChanges, planView, type RecommendationView } from "@/lib/api/recommendations";
import type { Recommendation } from "@/prisma/generated/client";

export function recommendationViewFrom(row: Recommendation): RecommendationView {
  return {
    id: row.id,
    clusterId: row.clusterId,
    createdAtMs: row.createdAt.getTime(),
    checkedAtMs: row.checkedAt.getTime(),
    snapshotSequence: Number(row.snapshotSequence),
    snapshotReadAtMs: row.snapshotReadAt.getTime(),
    elapsedMs: row.elapsedMs,
    plan: planView.parse(row.plan),
    changes: planChanges.parse(row.changes),
  };
}
