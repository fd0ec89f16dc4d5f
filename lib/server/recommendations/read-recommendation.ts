import "server-only";
import type { RecommendationView } from "@/lib/api/recommendations";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { recommendationViewFrom } from "./recommendation-view";

/** The newest advice for a cluster; null before the first. */
export async function findRecommendation(clusterId: string): Promise<RecommendationView | null> {
  const row = await prisma.recommendation.findFirst({ where: { clusterId }, orderBy: { createdAt: "desc" } });
  return row && recommendationViewFrom(row);
}

/** @throws AppError not_found for advice that is not there any more */
export async function readRecommendation(
  clusterId: string,
  recommendationId: string,
): Promise<RecommendationView> {
  const row = await prisma.recommendation.findFirst({ where: { id: recommendationId, clusterId } });
  if (!row) throw new AppError("not_found", "There is no such recommendation any more.");
  return recommendationViewFrom(row);
}
