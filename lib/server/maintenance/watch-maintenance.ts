import "server-only";
import { holdsResources } from "@/lib/inventory/is-guest-running";
import type { Guest, Snapshot } from "@/lib/inventory/snapshot";
import { pool } from "@/lib/server/db/pool";
import { prisma } from "@/lib/server/db/prisma";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import { guestWords } from "@/lib/server/moves/move-words";
import type { Maintenance, MaintenanceGuest } from "@/prisma/generated/client";
import { guestsOn } from "./guests-on";
import { tellTimeline } from "./record-step";
import { rowFor } from "./take-guests-in";
import { wakeMaintenance } from "./wake-maintenance";

/** A job that is alive gives a sign of life more often. */
const SILENT_SECONDS = 30;

/** Wakes what nobody carries on with, and looks at every node that was emptied: a guest that comes to it is told. */
export async function watchMaintenances(): Promise<{ readonly woken: number; readonly appeared: number }> {
  const { rows } = await pool().query<{ id: string }>(
    `SELECT id FROM maintenance
     WHERE ((ended_at IS NULL AND evacuation IN ('running', 'paused', 'cancelling', 'blocked'))
            OR home IN ('running', 'paused', 'cancelling'))
       AND coalesce(heartbeat_at, started_at) < now() - $1 * interval '1 second'`,
    [SILENT_SECONDS],
  );
  for (const { id } of rows) await wakeMaintenance(id);
  const active = await prisma.maintenance.findMany({
    where: { endedAt: null, cluster: { removedAt: null } },
    include: { guests: true },
  });
  let appeared = 0;
  for (const maintenance of active) {
    await tellOverdue(maintenance);
    if (maintenance.evacuation === "empty") appeared += await watchEmptyNode(maintenance, maintenance.guests);
  }
  return { woken: rows.length, appeared };
}

/** @returns how many guests have come to a node that was empty, or have been started on it */
async function watchEmptyNode(maintenance: Maintenance, rows: readonly MaintenanceGuest[]): Promise<number> {
  const snapshot = (await readSnapshot(maintenance.clusterId))?.snapshot;
  const since = maintenance.evacuationEndedAt?.getTime() ?? 0;
  if (!snapshot || snapshot.readAtMs <= since) return 0;
  const here = guestsOn(snapshot, maintenance.node);
  let appeared = 0;
  for (const guest of here) {
    const row = rows.find(({ vmid }) => vmid === guest.vmid);
    if (!isNews(guest, row)) continue;
    appeared += 1;
    await noteAppeared(maintenance, guest, row);
  }
  await noteLeft(maintenance, rows, snapshot);
  return appeared;
}

function isNews(guest: Guest, row: MaintenanceGuest | undefined): boolean {
  if (!row) return true;
  if (row.state === "left" || row.state === "appeared") return false;
  return row.state !== "shut-down" || holdsResources(guest);
}

async function noteAppeared(
  maintenance: Maintenance,
  guest: Guest,
  row: MaintenanceGuest | undefined,
): Promise<void> {
  const { node, id } = maintenance;
  const who = guestWords(guest);
  const detail =
    row?.state === "shut-down"
      ? `${who} was started on ${node}, which is in maintenance and was empty.`
      : `${who} came to ${node}, which is in maintenance and was empty.`;
  const change = {
    state: "appeared",
    detail,
    fix: `Have ${node} emptied again, or see who or what brings the guest there.`,
  };
  await prisma.maintenanceGuest.upsert({
    where: { maintenanceId_vmid: { maintenanceId: id, vmid: guest.vmid } },
    create: { ...rowFor(id, guest, node), ...change },
    update: change,
  });
  await tellTimeline(maintenance, {
    kind: "evacuation-changed",
    severity: "warning",
    sentence: detail,
    vmid: guest.vmid,
    guestObjectId: guest.objectId,
  });
}

/** A guest that had come is gone from the node again. */
async function noteLeft(
  { id, node }: Maintenance,
  rows: readonly MaintenanceGuest[],
  snapshot: Snapshot,
): Promise<void> {
  const here = new Map(guestsOn(snapshot, node).map((guest) => [guest.vmid, guest]));
  for (const { vmid, state } of rows) {
    if (state !== "appeared" || here.has(vmid)) continue;
    const guest = snapshot.guests.find((one) => one.vmid === vmid);
    const change = guest
      ? { state: "recovered", toNode: guest.node, detail: `It is on ${guest.node} again.`, fix: null }
      : { state: "gone", detail: "It is not in the cluster any more.", fix: null };
    await prisma.maintenanceGuest.updateMany({ where: { maintenanceId: id, vmid }, data: change });
  }
}

async function tellOverdue(maintenance: Maintenance): Promise<void> {
  const { id, node, until, overdueToldAt, startedBy } = maintenance;
  if (until === null || overdueToldAt !== null || until.getTime() > Date.now()) return;
  const { count } = await prisma.maintenance.updateMany({
    where: { id, overdueToldAt: null },
    data: { overdueToldAt: new Date() },
  });
  if (count === 0) return;
  const sentence = `The maintenance of ${node} by ${startedBy} was to end by now; the node takes no guests until somebody ends it.`;
  await tellTimeline(maintenance, { kind: "maintenance-changed", severity: "warning", sentence });
}
