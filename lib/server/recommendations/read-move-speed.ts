import "server-only";
import type { MoveSpeed } from "@/lib/api/move-speed";
import { DEFAULT_COST_FACTORS } from "@/lib/planning/cost/cost-factors";
import { learnRates } from "@/lib/planning/cost/learn-rates";
import { DEFAULT_BYTES_PER_SECOND } from "@/lib/planning/cost/move-figures";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { readPastMoves } from "./read-past-moves";

/**
 * What the expected durations of a cluster's moves are made from, as planning would take it now.
 *
 * @throws AppError not_found for a cluster that is not there
 */
export async function readMoveSpeed(clusterId: string, nowMs: number = Date.now()): Promise<MoveSpeed> {
  const isThere = (await prisma.cluster.count({ where: { id: clusterId } })) > 0;
  if (!isThere) throw new AppError("not_found", "There is no such cluster.");
  const rates = learnRates(await readPastMoves(clusterId, nowMs));
  return {
    bytesPerSecond: rates?.bytesPerSecond ?? DEFAULT_BYTES_PER_SECOND,
    learnedFromMoves: rates?.moves ?? null,
    spreadFraction: rates?.spreadFraction ?? DEFAULT_COST_FACTORS.spreadFraction,
  };
}
