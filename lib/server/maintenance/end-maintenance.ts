import "server-only";
import type { MaintenanceDetail } from "@/lib/api/maintenance";
import { canMoveGuests, refuseUnless } from "@/lib/server/auth/permissions";
import type { Viewer } from "@/lib/server/auth/viewer";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import type { Maintenance } from "@/prisma/generated/client";
import { isComingHome } from "./advance-maintenance";
import { findMaintenance } from "./find-maintenance";
import { LEFT_STATES } from "./left-states";
import { readMaintenance } from "./read-maintenance";
import { recordStep } from "./record-step";
import { wakeMaintenance } from "./wake-maintenance";

/** Ends the mode: the node takes guests again from this moment on. */
export async function endMaintenance(
  viewer: Viewer,
  id: string,
  bringHome: boolean,
): Promise<MaintenanceDetail> {
  refuseUnless(canMoveGuests(viewer), viewer, "end a maintenance");
  const maintenance = await findMaintenance(id);
  const { node, clusterId, evacuation, endedAt } = maintenance;
  if (endedAt !== null) throw new AppError("conflict", `The maintenance of ${node} has ended already.`);
  if (["running", "paused", "cancelling"].includes(evacuation))
    throw new AppError("conflict", `${node} is still being emptied (${evacuation}). Call that off first.`);
  const now = new Date();
  const made = await recordStep({
    maintenance,
    where: { endedAt: null, evacuation },
    changes: { endedAt: now, endedBy: viewer.username, trouble: null, nodeLostAt: null },
    action: "maintenance.end",
    viewer,
    kind: "maintenance-ended",
    sentence: `${viewer.username} ended the maintenance of ${node}.`,
    besides: async (transaction) => {
      await transaction.nodePolicy.updateMany({
        where: { clusterId, node },
        data: {
          maintenanceSince: null,
          maintenanceUntil: null,
          maintenanceReason: null,
          maintenanceBy: null,
        },
      });
    },
  });
  if (!made) throw new AppError("conflict", "Somebody else has just changed this maintenance.");
  if (bringHome && (await countAway(id)) > 0) return await bringGuestsHome(viewer, id);
  return await readMaintenance(id);
}

/** Brings guests that left for a maintenance back, and starts those that were shut down for it. */
export async function bringGuestsHome(
  viewer: Viewer,
  id: string,
  vmids: readonly number[] | null = null,
): Promise<MaintenanceDetail> {
  refuseUnless(canMoveGuests(viewer), viewer, "bring guests home");
  const maintenance = await findMaintenance(id);
  await refuseHome(maintenance, vmids);
  const { node, home } = maintenance;
  const now = new Date();
  const made = await recordStep({
    maintenance,
    where: { home, endedAt: { not: null } },
    changes: {
      home: "running",
      homeAt: now,
      homeBy: viewer.username,
      homeEndedAt: null,
      homeTriesSince: now,
      trouble: null,
    },
    action: "maintenance.bring-home",
    viewer,
    kind: "home-coming-started",
    sentence: `${viewer.username} brings the guests of ${node} home.`,
    besides: async (transaction) => {
      await transaction.maintenanceGuest.updateMany({
        where: { maintenanceId: id, home: { not: "home" } },
        data: { homeWanted: false },
      });
      await transaction.maintenanceGuest.updateMany({
        where: {
          maintenanceId: id,
          state: { in: [...LEFT_STATES] },
          home: { notIn: ["home", "gone"] },
          ...(vmids && { vmid: { in: [...vmids] } }),
        },
        data: { homeWanted: true, home: "away", homeReason: null },
      });
    },
  });
  if (!made) throw new AppError("conflict", "Somebody else has just changed this maintenance.");
  await wakeMaintenance(id);
  return await readMaintenance(id);
}

async function refuseHome(maintenance: Maintenance, vmids: readonly number[] | null): Promise<void> {
  const { id, clusterId, node, endedAt } = maintenance;
  if (endedAt === null)
    throw new AppError("conflict", `${node} is in maintenance: it takes no guests. End that first.`);
  if (isComingHome(maintenance))
    throw new AppError("conflict", `The guests of ${node} are being brought home already.`);
  const again = await prisma.maintenance.findFirst({ where: { clusterId, node, endedAt: null } });
  if (again)
    throw new AppError("conflict", `${node} is in maintenance again: it takes no guests. End that first.`);
  if ((await countAway(id, vmids)) > 0) return;
  throw new AppError("conflict", `There is no guest of ${node} to bring home.`);
}

async function countAway(id: string, vmids: readonly number[] | null = null): Promise<number> {
  return await prisma.maintenanceGuest.count({
    where: {
      maintenanceId: id,
      state: { in: [...LEFT_STATES] },
      home: { notIn: ["home", "gone"] },
      ...(vmids && { vmid: { in: [...vmids] } }),
    },
  });
}
