import "server-only";
import type { MoveRow } from "@/lib/api/moves";
import { prisma } from "@/lib/server/db/prisma";
import { moveRowFrom } from "./move-row";
import { FINAL_STATES } from "./move-states";

/** Moves as open pages are to see them: those that are named, or all that have not ended. */
export async function readMoveNews(ids: readonly string[] | "active"): Promise<readonly MoveRow[]> {
  const which = ids === "active" ? { state: { notIn: [...FINAL_STATES] } } : { id: { in: [...ids] } };
  const moves = await prisma.move.findMany({
    where: { ...which, cluster: { removedAt: null } },
    omit: { log: true },
    orderBy: { requestedAt: "asc" },
  });
  return moves.map(moveRowFrom);
}
