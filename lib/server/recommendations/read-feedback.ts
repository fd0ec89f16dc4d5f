import "server-only";
import type { FeedbackRow } from "@/lib/api/recommendations";
import type { Viewer } from "@/lib/server/auth/viewer";
import { prisma } from "@/lib/server/db/prisma";
import { readRecommendation } from "./read-recommendation";

/** @throws AppError not_found for advice that is not there any more */
export async function readFeedback(
  viewer: Viewer,
  { clusterId, recommendationId }: { readonly clusterId: string; readonly recommendationId: string },
): Promise<readonly FeedbackRow[]> {
  await readRecommendation(clusterId, recommendationId);
  const rows = await prisma.recommendationFeedback.findMany({
    where: { recommendationId },
    orderBy: [{ at: "desc" }, { vmid: "asc" }],
  });
  return rows.map(({ vmid, userId, userName, useful, reason, at }) => ({
    vmid,
    userName,
    own: userId === viewer.userId,
    useful,
    reason,
    atMs: at.getTime(),
  }));
}
