import "server-only";
import { prisma } from "@/lib/server/db/prisma";
import { StaleMoveError, transitionMove } from "@/lib/server/moves/transition-move";
import type { Maintenance } from "@/prisma/generated/client";
import { OWN_CANCEL } from "./settle-guest";

/**
 * Takes back what has been stored and not been asked of Proxmox VE yet.
 *
 * @returns how many moves, shut-downs and starts
 */
export async function callOffWaiting(
  { id, clusterId }: Pick<Maintenance, "id" | "clusterId">,
  job: "evacuation" | "home",
): Promise<number> {
  const moves = await prisma.move.findMany({
    where: { clusterId, batchId: id, source: job, state: { in: ["planned", "waiting"] } },
    select: { id: true, state: true },
  });
  let count = 0;
  for (const move of moves) {
    const from = move.state === "planned" ? "planned" : "waiting";
    try {
      await transitionMove({
        moveId: move.id,
        from,
        to: "cancelled",
        sentence: OWN_CANCEL,
        changes: { result: OWN_CANCEL },
      });
      count += 1;
    } catch (error) {
      // It went on in this very moment, and is followed to its end.
      if (!(error instanceof StaleMoveError)) throw error;
    }
  }
  const powers = await prisma.powerTask.deleteMany({
    where: { maintenanceId: id, state: "planned", intentCount: 0 },
  });
  return count + powers.count;
}
