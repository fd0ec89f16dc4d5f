import "server-only";
import type { z } from "zod";
import type { feedbackInput } from "@/lib/api/recommendations";
import type { Viewer } from "@/lib/server/auth/viewer";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { readRecommendation } from "./read-recommendation";

interface Advice {
  readonly clusterId: string;
  readonly recommendationId: string;
}

/** Keeps what somebody thinks of one proposed move; a second opinion of the same person replaces the first. */
export async function giveFeedback(
  viewer: Viewer,
  { clusterId, recommendationId }: Advice,
  { vmid, useful, reason }: z.output<typeof feedbackInput>,
): Promise<null> {
  const { plan } = await readRecommendation(clusterId, recommendationId);
  if (!plan.moves.some((move) => move.vmid === vmid)) {
    throw new AppError("not_found", `This recommendation does not move guest ${vmid}.`);
  }
  const { userId, username: userName } = viewer;
  await prisma.recommendationFeedback.upsert({
    where: { recommendationId_vmid_userId: { recommendationId, vmid, userId } },
    create: { recommendationId, vmid, userId, userName, useful, reason },
    update: { useful, reason, at: new Date() },
  });
  return null;
}
