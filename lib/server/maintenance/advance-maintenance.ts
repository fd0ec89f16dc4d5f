import "server-only";
import { randomUUID } from "node:crypto";
import { pool } from "@/lib/server/db/pool";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { pause } from "@/lib/server/moves/executor-turn";
import { PveError } from "@/lib/server/proxmox/pve-error";
import type { Maintenance } from "@/prisma/generated/client";
import { evacuationTurn } from "./evacuation-turn";
import { homeTurn } from "./home-turn";
import { MAINTENANCE_TIMINGS, type MaintenanceTimings } from "./maintenance-timings";
import { noteTrouble, type TurnEnd } from "./turn-end";

export interface MaintenanceTurn extends TurnEnd {
  readonly evacuation: string;
  readonly home: string;
}

const GONE: MaintenanceTurn = { evacuation: "none", home: "none", ended: true, pauseMs: 0 };

/**
 * Takes an evacuation or a way home one look further. Everything that counts is in the database and in the moves themselves: a
 * turn that dies is repeated by anybody, and asks for nothing twice.
 *
 * @param runId of the job that carries it out; another job's run does not meddle while this one is alive
 */
export async function advanceMaintenance(
  maintenanceId: string,
  runId: string,
  timings: MaintenanceTimings = MAINTENANCE_TIMINGS,
): Promise<MaintenanceTurn> {
  const executor = `${runId} ${randomUUID()}`;
  const holder = await takeLease(maintenanceId, executor, timings);
  if (holder === undefined) return GONE;
  if (holder !== executor) return await whileHeld(maintenanceId, runId, holder);
  let isMine = true;
  const beat = setInterval(() => {
    void renewLease(maintenanceId, executor).then((held) => {
      isMine &&= held;
    });
  }, timings.leaseMs / 4);
  const untilMs = performance.now() + timings.sliceMs;
  try {
    for (;;) {
      const turn = await takeTurn(maintenanceId, timings);
      const isLast = !isMine || performance.now() + turn.pauseMs >= untilMs;
      if (turn.ended || isLast) return turn;
      await pause(turn.pauseMs);
    }
  } finally {
    clearInterval(beat);
    await giveLeaseBack(maintenanceId, executor);
  }
}

async function takeTurn(maintenanceId: string, timings: MaintenanceTimings): Promise<MaintenanceTurn> {
  const maintenance = await prisma.maintenance.findFirst({
    where: { id: maintenanceId, cluster: { removedAt: null } },
  });
  if (!maintenance) return GONE;
  const end = await takeJobTurn(maintenance, timings).catch(async (error: unknown): Promise<TurnEnd> => {
    if (!(error instanceof AppError) && !(error instanceof PveError)) throw error;
    await noteTrouble(maintenance, error.message);
    return { ended: false, pauseMs: timings.idleMs };
  });
  const { evacuation, home } = maintenance;
  return { evacuation, home, ...end };
}

async function takeJobTurn(maintenance: Maintenance, timings: MaintenanceTimings): Promise<TurnEnd> {
  if (isComingHome(maintenance)) return await homeTurn(maintenance, timings);
  if (isBeingEmptied(maintenance)) return await evacuationTurn(maintenance, timings);
  return { ended: true, pauseMs: 0 };
}

export function isBeingEmptied({
  evacuation,
  endedAt,
}: Pick<Maintenance, "evacuation" | "endedAt">): boolean {
  return endedAt === null && ["running", "paused", "cancelling", "blocked"].includes(evacuation);
}

export function isComingHome({ home }: Pick<Maintenance, "home">): boolean {
  return ["running", "paused", "cancelling"].includes(home);
}

/** @returns who has it now; undefined when there is no such maintenance */
async function takeLease(
  id: string,
  executor: string,
  { leaseMs }: MaintenanceTimings,
): Promise<string | null | undefined> {
  const { rows } = await pool().query<{ executor: string | null }>(
    `WITH taken AS (
       UPDATE maintenance SET executor = $2, heartbeat_at = now()
       WHERE id = $1 AND (executor IS NULL OR heartbeat_at < now() - $3 * interval '1 millisecond')
       RETURNING executor)
     SELECT executor FROM taken
     UNION ALL SELECT executor FROM maintenance WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM taken)`,
    [id, executor, leaseMs],
  );
  return rows[0]?.executor;
}

async function renewLease(id: string, executor: string): Promise<boolean> {
  const { rowCount } = await pool()
    .query("UPDATE maintenance SET heartbeat_at = now() WHERE id = $1 AND executor = $2", [id, executor])
    .catch(() => ({ rowCount: 1 }));
  return rowCount === 1;
}

async function giveLeaseBack(id: string, executor: string): Promise<void> {
  await pool().query(
    "UPDATE maintenance SET executor = NULL, heartbeat_at = now() WHERE id = $1 AND executor = $2",
    [id, executor],
  );
}

/** Another run has it and goes on with it; an earlier life of this run holds it until it counts as dead. */
async function whileHeld(id: string, runId: string, holder: string | null): Promise<MaintenanceTurn> {
  const maintenance = await prisma.maintenance.findUnique({
    where: { id },
    select: { evacuation: true, home: true },
  });
  if (!maintenance) return GONE;
  const isOwn = holder?.startsWith(`${runId} `) === true;
  return { ...maintenance, ended: !isOwn, pauseMs: isOwn ? 1_000 : 0 };
}
