import "server-only";
import type { Snapshot } from "@/lib/inventory/snapshot";
import type { GuestUnderWay } from "@/lib/planning/evacuation/with-guests-under-way";
import { prisma } from "@/lib/server/db/prisma";
import { FINAL_STATES } from "@/lib/server/moves/move-states";
import type { Maintenance, MaintenanceGuest, PowerTask, Prisma } from "@/prisma/generated/client";
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
  /** Other nodes that are being emptied, and guests that stay on them on purpose. */
  readonly others: readonly string[];
  readonly keptElsewhere: readonly number[];
}

export const EMPTYING: readonly string[] = ["running", "paused", "blocked"];

export const STAYS_ON_PURPOSE: Prisma.MaintenanceGuestWhereInput = {
  OR: [{ choice: { in: ["leave", "shutdown"] } }, { state: { in: ["left", "shut-down"] } }],
};

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
      select: {
        node: true,
        guests: { where: STAYS_ON_PURPOSE, select: { vmid: true } },
      },
    }),
    prisma.maintenanceGuest.findMany({ where: { maintenanceId: id }, orderBy: { vmid: "asc" } }),
  ]);
  return {
    maintenance,
    rows,
    snapshot,
    moves,
    active,
    powers,
    others: others.map(({ node }) => node),
    keptElsewhere: others.flatMap(({ guests }) => guests.map(({ vmid }) => vmid)),
  };
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
