import "server-only";
import type { Snapshot } from "@/lib/inventory/snapshot";
import type { GuestUnderWay } from "@/lib/planning/evacuation/with-guests-under-way";
import { prisma } from "@/lib/server/db/prisma";
import { FINAL_STATES } from "@/lib/server/moves/move-states";
import type { Maintenance, MaintenanceGuest, PowerTask } from "@/prisma/generated/client";
import type { BatchMove } from "./settle-guest";
import { settledReading } from "./settled-reading";

/** Everything that one look at a maintenance is made from. */
export interface TurnFacts {
  readonly maintenance: Maintenance;
  readonly rows: readonly MaintenanceGuest[];
  /** Newer than the end of everything below. */
  readonly snapshot: Snapshot;
  /** Moves of this job, newest first. */
  readonly moves: readonly BatchMove[];
  /** All moves of the cluster that have not ended, whoever asked for them. */
  readonly active: readonly BatchMove[];
  /** Shut-downs or starts of this job, newest first. */
  readonly powers: readonly PowerTask[];
  /** Other nodes that are being emptied. */
  readonly others: readonly string[];
}

export const EMPTYING: readonly string[] = ["running", "paused", "blocked"];

export async function readTurnFacts(
  maintenance: Maintenance,
  job: "evacuation" | "home",
): Promise<TurnFacts> {
  const { id, clusterId } = maintenance;
  const action = job === "evacuation" ? "shutdown" : "start";
  const [moves, powers] = await Promise.all([
    prisma.move.findMany({
      where: { clusterId, batchId: id, source: job },
      omit: { log: true, progress: true },
      orderBy: { requestedAt: "desc" },
    }),
    prisma.powerTask.findMany({ where: { maintenanceId: id, action }, orderBy: { createdAt: "desc" } }),
  ]);
  const ends = [...moves, ...powers].map(({ endedAt }) => endedAt?.getTime() ?? 0);
  const snapshot = await settledReading(clusterId, Math.max(0, ...ends));
  const [active, others, rows] = await Promise.all([
    prisma.move.findMany({
      where: { clusterId, state: { notIn: [...FINAL_STATES] } },
      omit: { log: true, progress: true },
      orderBy: { requestedAt: "desc" },
    }),
    prisma.maintenance.findMany({
      where: { clusterId, endedAt: null, id: { not: id }, evacuation: { in: [...EMPTYING] } },
      select: { node: true },
    }),
    prisma.maintenanceGuest.findMany({ where: { maintenanceId: id }, orderBy: { vmid: "asc" } }),
  ]);
  return { maintenance, rows, snapshot, moves, active, powers, others: others.map(({ node }) => node) };
}

export function underWayOf({ active }: Pick<TurnFacts, "active">): readonly GuestUnderWay[] {
  return active.map(({ vmid, toNode }) => ({ vmid, to: toNode }));
}

/** Moves of one guest, newest first; one of somebody else's that is under way counts too. */
export function movesOf({ moves, active }: TurnFacts, vmid: number): readonly BatchMove[] {
  const own = moves.filter((move) => move.vmid === vmid);
  const known = new Set(own.map(({ id }) => id));
  return [...active.filter((move) => move.vmid === vmid && !known.has(move.id)), ...own];
}
