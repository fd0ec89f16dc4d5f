import "server-only";
import type { HomePreview } from "@/lib/api/maintenance";
import type { Snapshot } from "@/lib/inventory/snapshot";
import type { Plan } from "@/lib/planning/plan";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import type { MaintenanceGuest } from "@/prisma/generated/client";
import { findMaintenance } from "./find-maintenance";
import { LEFT_STATES } from "./left-states";
import { countGuests } from "./maintenance-words";
import { planReturn } from "./plan-departure";
import { forecast } from "./plan-turn";
import { guestsUnderWay } from "./preview-evacuation";
import { readClaims } from "./read-claims";

type HomeGuest = HomePreview["guests"][number];

/** What bringing the guests of a node home would do as the cluster is now, as if its maintenance had ended. */
export async function previewHome(maintenanceId: string): Promise<HomePreview> {
  const maintenance = await findMaintenance(maintenanceId);
  const { clusterId, node, id } = maintenance;
  const snapshot = (await readSnapshot(clusterId))?.snapshot;
  if (!snapshot) throw new AppError("not_found", "There is no reading of this cluster yet.");
  const rows = await prisma.maintenanceGuest.findMany({
    where: {
      maintenanceId: id,
      state: { in: [...LEFT_STATES] },
      home: { notIn: ["home", "gone"] },
    },
    orderBy: { vmid: "asc" },
  });
  const { elsewhere } = await readClaims(maintenance, rows);
  const moving = rows.filter(({ vmid, fromNode }) => {
    const guest = snapshot.guests.find((one) => one.vmid === vmid);
    return guest !== undefined && guest.node !== fromNode && !elsewhere.has(vmid);
  });
  const origins = new Map(moving.map(({ vmid, fromNode }) => [vmid, fromNode]));
  const open = maintenance.endedAt === null ? [node] : [];
  const { plan } = await planReturn(clusterId, origins, await guestsUnderWay(clusterId), open);
  const guests = rows.flatMap((row) => guestFor(row, { snapshot, plan, elsewhere }));
  const going = guests.filter(({ action }) => action !== "blocked").length;
  const stay = guests.length - going;
  const { seconds, waves } = forecast(plan.moves);
  return {
    node,
    summary:
      guests.length === 0
        ? `All guests of ${node} are where they belong.`
        : `${countGuests(going)} can come home${stay > 0 ? `, ${countGuests(stay)} cannot now` : ""}.`,
    waves: waves ?? 0,
    seconds: seconds ?? 0,
    guests,
  };
}

interface Found {
  readonly snapshot: Snapshot;
  readonly plan: Plan;
  readonly elsewhere: ReadonlyMap<number, string>;
}

function guestFor(row: MaintenanceGuest, { snapshot, plan, elsewhere }: Found): readonly HomeGuest[] {
  const guest = snapshot.guests.find(({ vmid }) => vmid === row.vmid);
  if (!guest) return [];
  const { vmid, name, fromNode: to } = row;
  const base = {
    vmid,
    name,
    kind: guest.kind,
    from: guest.node,
    to,
    wave: null,
    seconds: null,
    reason: null,
  };
  if (guest.node === to) {
    const isStart = row.state === "shut-down" && row.wasRunning && guest.status === "stopped";
    return isStart ? [{ ...base, action: "start" }] : [];
  }
  const move = plan.moves.find((one) => one.vmid === vmid);
  if (move) return [{ ...base, action: move.kind, wave: move.wave, seconds: move.seconds }];
  const reason =
    elsewhere.get(vmid) ??
    plan.notMoved.find((one) => one.vmid === vmid)?.detail ??
    "No way was found to bring it home as the cluster is now.";
  return [{ ...base, action: "blocked", reason }];
}
