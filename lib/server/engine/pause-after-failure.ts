import "server-only";
import { recordAudit } from "@/lib/server/audit/record-audit";
import type { Prisma } from "@/prisma/generated/client";
import { targetOfPause } from "./pause-engine";

/**
 * Pauses a cluster because a move failed, unless it is paused already. Within a transaction, as its last statement.
 *
 * @param reason without a full stop, such as `web1 (VM 100) could not be moved to pve2`
 * @returns whether it was not paused before
 */
export async function pauseAfterFailure(
  transaction: Prisma.TransactionClient,
  clusterId: string,
  reason: string,
): Promise<boolean> {
  const { count } = await transaction.enginePause.createMany({
    data: [{ scope: clusterId, by: "Evenkeel", reason, byFailure: true }],
    skipDuplicates: true,
  });
  if (count === 0) return false;
  await recordAudit(
    {
      viewer: null,
      action: "engine.pause",
      target: targetOfPause(clusterId),
      details: { reason, byFailure: true },
    },
    transaction,
  );
  return true;
}
