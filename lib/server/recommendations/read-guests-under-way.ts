import "server-only";
import type { Snapshot } from "@/lib/inventory/snapshot";
import type { GuestUnderWay } from "@/lib/planning/evacuation/with-guests-under-way";
import { prisma } from "@/lib/server/db/prisma";

/** Guests that are being moved, and those that have arrived since the reading: what goes somewhere takes its room there already. */
export async function readGuestsUnderWay({
  clusterId,
  readAtMs,
}: Pick<Snapshot, "clusterId" | "readAtMs">): Promise<readonly GuestUnderWay[]> {
  const moves = await prisma.move.findMany({
    where: {
      clusterId,
      OR: [
        { state: { in: ["preflight", "submitting", "running", "verifying", "unknown"] } },
        { state: "done", endedAt: { gt: new Date(readAtMs) } },
      ],
    },
    orderBy: { requestedAt: "asc" },
    select: { vmid: true, toNode: true },
  });
  return moves.map(({ vmid, toNode }) => ({ vmid, to: toNode }));
}
