import "server-only";
import { type RecommendationRow, recommendationRow } from "@/lib/api/recommendations";
import { prisma } from "@/lib/server/db/prisma";

/** What was advised before, newest first: one row for each time the advice changed. */
export async function readRecommendationHistory(
  clusterId: string,
  limit: number,
): Promise<RecommendationRow[]> {
  const rows = await prisma.recommendation.findMany({
    where: { clusterId },
    orderBy: { createdAt: "desc" },
    take: limit,
    select: { id: true, createdAt: true, checkedAt: true, verdict: true, reason: true, movesCount: true },
  });
  return rows.map(({ createdAt, checkedAt, ...row }) =>
    recommendationRow.parse({ ...row, createdAtMs: createdAt.getTime(), checkedAtMs: checkedAt.getTime() }),
  );
}
