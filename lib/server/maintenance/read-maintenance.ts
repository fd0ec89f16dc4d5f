import "server-only";
import type { z } from "zod";
import type { ListMeta } from "@/lib/api/envelope";
import type {
  MaintenanceDetail,
  MaintenanceOverview,
  MaintenanceRow,
  maintenanceHistoryQuery,
} from "@/lib/api/maintenance";
import type { Snapshot } from "@/lib/inventory/snapshot";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import { departureNotes } from "./departure-notes";
import { guestsOn } from "./guests-on";
import {
  blockersOf,
  guestRowFrom,
  maintenanceRowFrom,
  moveStateFrom,
  type StoredMaintenance,
} from "./maintenance-row";

const WITH_GUESTS = {
  cluster: { select: { name: true } },
  guests: { orderBy: { vmid: "asc" } },
} as const;
const OPEN_DAYS = 30;

/** @throws AppError not_found */
export async function readMaintenance(id: string): Promise<MaintenanceDetail> {
  const stored = await prisma.maintenance.findFirst({
    where: { id, cluster: { removedAt: null } },
    include: { ...WITH_GUESTS, powerTasks: { orderBy: { createdAt: "asc" } } },
  });
  if (!stored) throw new AppError("not_found", "There is no such maintenance.");
  const moveIds = stored.guests.flatMap(({ moveId, homeMoveId }) => [moveId, homeMoveId]).filter(isText);
  const moves = await prisma.move.findMany({
    where: { id: { in: moveIds } },
    select: { id: true, state: true },
  });
  const snapshot = await newestReading(stored.clusterId);
  const context = {
    snapshot,
    moveStates: moveStateFrom(moves),
    upids: new Map(stored.powerTasks.flatMap(({ vmid, upid }) => (upid ? [[vmid, upid] as const] : []))),
  };
  return {
    ...maintenanceRowFrom(stored, snapshot),
    guests: stored.guests.map((guest) => guestRowFrom(guest, context)),
    blockers: [...blockersOf(stored)],
    notes: snapshot ? [...departureNotes(snapshot, stored.node)] : [],
    batchId: stored.id,
  };
}

/** Nodes in maintenance now, those whose guests are not home yet, and those that PVE's own HA has in maintenance. */
export async function readMaintenances(clusterId?: string): Promise<MaintenanceOverview> {
  const cluster = { removedAt: null, ...(clusterId !== undefined && { id: clusterId }) };
  const since = new Date(Date.now() - OPEN_DAYS * 86_400_000);
  const [active, ended, clusters] = await Promise.all([
    prisma.maintenance.findMany({
      where: { cluster, endedAt: null },
      include: WITH_GUESTS,
      orderBy: [{ startedAt: "desc" }, { id: "desc" }],
    }),
    prisma.maintenance.findMany({
      where: { cluster, endedAt: { gt: since } },
      include: WITH_GUESTS,
      orderBy: [{ endedAt: "desc" }, { id: "desc" }],
    }),
    prisma.cluster.findMany({ where: cluster, select: { id: true, name: true }, orderBy: { name: "asc" } }),
  ]);
  const readings = new Map<string, Snapshot | null>();
  for (const { id } of clusters) readings.set(id, await newestReading(id));
  const toRow = (stored: StoredMaintenance) =>
    maintenanceRowFrom(stored, readings.get(stored.clusterId) ?? null);
  return {
    active: active.map(toRow),
    open: ended
      .map(toRow)
      .filter(({ home, canBringHome, canCancel }) => home === "partial" || canBringHome || canCancel),
    native: clusters.flatMap(({ id, name }) => nativeNodes(id, name, readings.get(id) ?? null)),
  };
}

/** One page of all maintenances, newest first. */
export async function readMaintenanceHistory({
  cluster,
  node,
  cursor,
  limit,
}: z.output<typeof maintenanceHistoryQuery>): Promise<{
  readonly rows: readonly MaintenanceRow[];
  readonly meta: ListMeta;
}> {
  const where = {
    cluster: { removedAt: null },
    endedAt: { not: null },
    ...(cluster !== undefined && { clusterId: cluster }),
    ...(node !== undefined && { node }),
  };
  const [total, stored] = await Promise.all([
    prisma.maintenance.count({ where }),
    prisma.maintenance.findMany({
      where,
      include: WITH_GUESTS,
      orderBy: [{ startedAt: "desc" }, { id: "desc" }],
      take: limit + 1,
      ...(cursor !== undefined && { cursor: { id: readCursor(cursor) }, skip: 1 }),
    }),
  ]);
  const page = stored.slice(0, limit);
  const rows: MaintenanceRow[] = [];
  for (const one of page) rows.push(maintenanceRowFrom(one, await newestReading(one.clusterId)));
  const last = stored.length > limit ? page.at(-1) : undefined;
  return { rows, meta: { total, nextCursor: last?.id ?? null } };
}

async function newestReading(clusterId: string): Promise<Snapshot | null> {
  return (await readSnapshot(clusterId))?.snapshot ?? null;
}

function nativeNodes(clusterId: string, clusterName: string, snapshot: Snapshot | null) {
  return (snapshot?.nodes ?? [])
    .filter(({ haState }) => haState === "maintenance")
    .map(({ name: node }) => ({
      clusterId,
      clusterName,
      node,
      guestsLeft: snapshot ? guestsOn(snapshot, node).filter(({ haState }) => haState === null).length : 0,
    }));
}

function isText(id: string | null): id is string {
  return id !== null;
}

function readCursor(cursor: string): string {
  if (/^[0-9a-f-]{36}$/.test(cursor)) return cursor;
  const message = "is not one of this list";
  throw new AppError("invalid_input", "The cursor is not one of this list.", [{ path: "cursor", message }]);
}
