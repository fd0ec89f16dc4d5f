import "server-only";
import { movePrediction } from "@/lib/api/moves";
import { onClusterUnderWay } from "@/lib/planning/cluster-under-way";
import { type ClusterFigures, clusterFigures } from "@/lib/planning/move-effect";
import { pool } from "@/lib/server/db/pool";
import { prisma } from "@/lib/server/db/prisma";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import { readPlanningInput } from "@/lib/server/recommendations/read-planning-input";
import { outcomeFigures, outcomeSentence } from "./outcome-figures";
import { OUTCOMES_AT, type OutcomePoint } from "./outcome-points";

interface DueOutcome {
  readonly moveId: string;
  readonly clusterId: string;
  readonly endedAtMs: number;
  readonly at: OutcomePoint;
}

export interface MeasuredOutcomes {
  readonly measured: number;
  readonly missed: number;
}

/**
 * Measures what moves that were done have led to, by the newest reading of their clusters. A moment around which there is no reading is missed;
 * measuring again changes nothing.
 */
export async function measureOutcomes(nowMs: number): Promise<MeasuredOutcomes> {
  const due = await findDue(nowMs);
  let measured = 0;
  let missed = 0;
  for (const clusterId of new Set(due.map((one) => one.clusterId))) {
    const readAtMs = (await readSnapshot(clusterId))?.snapshot.readAtMs ?? null;
    const ofCluster = due.filter((one) => one.clusterId === clusterId);
    const ready = ofCluster.filter((one) => readAtMs !== null && isAround(one, readAtMs));
    const late = ofCluster.filter((one) => !ready.includes(one) && nowMs > lastMomentOf(one));
    if (ready.length > 0 && readAtMs !== null) {
      const figures = await readFigures(clusterId);
      for (const one of ready) await keep(one, { figures, readAtMs });
    }
    for (const one of late) await keep(one, null);
    measured += ready.length;
    missed += late.length;
  }
  return { measured, missed };
}

async function findDue(nowMs: number): Promise<readonly DueOutcome[]> {
  const due: DueOutcome[] = [];
  for (const at of OUTCOMES_AT) {
    const { rows } = await pool().query<{ id: string; cluster_id: string; ended_at: Date }>(
      `SELECT move.id, move.cluster_id, move.ended_at FROM move
         JOIN cluster ON cluster.id = move.cluster_id AND cluster.removed_at IS NULL
         LEFT JOIN move_outcome ON move_outcome.move_id = move.id AND move_outcome.point = $1
       WHERE move.state = 'done' AND move_outcome.move_id IS NULL
         AND move.ended_at <= to_timestamp($2::float8 / 1000.0) AND move.ended_at > to_timestamp($3::float8 / 1000.0)`,
      [at.point, nowMs - at.afterMs, nowMs - at.afterMs - 7 * 86_400_000],
    );
    due.push(
      ...rows.map((row) => ({
        moveId: row.id,
        clusterId: row.cluster_id,
        endedAtMs: row.ended_at.getTime(),
        at,
      })),
    );
  }
  return due;
}

function lastMomentOf({ endedAtMs, at }: DueOutcome): number {
  return endedAtMs + at.afterMs + at.withinMs;
}

function isAround(one: DueOutcome, readAtMs: number): boolean {
  return readAtMs >= one.endedAtMs + one.at.afterMs && readAtMs <= lastMomentOf(one);
}

async function readFigures(clusterId: string): Promise<ClusterFigures> {
  return onClusterUnderWay(await readPlanningInput(clusterId), { vmid: null, underWay: [] }, clusterFigures);
}

async function keep(
  { moveId, clusterId, at }: DueOutcome,
  found: { readonly figures: ClusterFigures; readonly readAtMs: number } | null,
): Promise<void> {
  const move = await prisma.move.findUnique({ where: { id: moveId }, omit: { log: true } });
  if (!move) return;
  const predicted = movePrediction.parse(move.predicted);
  const figures = outcomeFigures({ ...move, predicted }, found?.figures ?? null);
  const others = await prisma.move.count({
    where: {
      clusterId,
      id: { not: moveId },
      state: "done",
      endedAt: {
        gt: move.startedAt ?? move.requestedAt,
        ...(found && { lte: new Date(found.readAtMs) }),
      },
    },
  });
  const sentence = found
    ? outcomeSentence(at.words, figures)
    : `There was no reading of the cluster ${at.words} after the move.`;
  await prisma.moveOutcome.createMany({
    data: {
      moveId,
      point: at.point,
      state: found ? "measured" : "missed",
      readAt: found ? new Date(found.readAtMs) : null,
      figures: { ...figures },
      otherMoves: others,
      sentence,
    },
    skipDuplicates: true,
  });
}
