import "server-only";
import type { z } from "zod";
import type { MaintenanceDetail } from "@/lib/api/maintenance";
import type { evacuateInput, maintenanceChange } from "@/lib/api/maintenance-input";
import { canMoveGuests, refuseUnless } from "@/lib/server/auth/permissions";
import type { Viewer } from "@/lib/server/auth/viewer";
import { AppError } from "@/lib/server/http/app-error";
import type { Maintenance, Prisma } from "@/prisma/generated/client";
import { isBeingEmptied } from "./advance-maintenance";
import { findMaintenance } from "./find-maintenance";
import { guestsOn } from "./guests-on";
import { readMaintenance } from "./read-maintenance";
import { recordStep } from "./record-step";
import { findNodeToEmpty, refusePast, refuseStrangers, refuseUnconfirmed } from "./refuse-maintenance";
import { rowFor } from "./take-guests-in";
import { wakeMaintenance } from "./wake-maintenance";

type Choices = NonNullable<z.output<typeof maintenanceChange>["choices"]>;

/** Changes why and until when a node is in maintenance, and what becomes of its guests. */
export async function changeMaintenance(
  viewer: Viewer,
  id: string,
  change: z.output<typeof maintenanceChange>,
): Promise<MaintenanceDetail> {
  refuseUnless(canMoveGuests(viewer), viewer, "change a maintenance");
  const maintenance = await findMaintenance(id);
  refuseEnded(maintenance);
  refusePast(change.untilMs);
  const { reason, untilMs, choices = [], leaveStopped } = change;
  const until = untilMs == null ? null : new Date(untilMs);
  const add = await choicesFor(maintenance, choices);
  await recordStep({
    maintenance,
    where: { endedAt: null },
    changes: {
      ...(reason !== undefined && { reason }),
      ...(untilMs !== undefined && { until, overdueToldAt: null }),
      ...(leaveStopped !== undefined && { leaveStopped }),
      ...(choices.length > 0 && { triesSince: new Date() }),
    },
    action: "maintenance.change",
    viewer,
    kind: "maintenance-changed",
    sentence: `${viewer.username} changed the maintenance of ${maintenance.node}.`,
    besides: async (transaction) => {
      await transaction.nodePolicy.updateMany({
        where: { clusterId: maintenance.clusterId, node: maintenance.node },
        data: {
          ...(reason !== undefined && { maintenanceReason: reason }),
          ...(untilMs !== undefined && { maintenanceUntil: until }),
        },
      });
      await add(transaction);
    },
  });
  if (isBeingEmptied(maintenance)) await wakeMaintenance(id);
  return await readMaintenance(id);
}

/** Has a node that is in maintenance emptied, or tries again what was left of it. */
export async function evacuateNode(
  viewer: Viewer,
  id: string,
  input: z.output<typeof evacuateInput>,
): Promise<MaintenanceDetail> {
  refuseUnless(canMoveGuests(viewer), viewer, "have nodes emptied");
  const maintenance = await findMaintenance(id);
  refuseEnded(maintenance);
  const { node, clusterId, evacuation } = maintenance;
  refuseUnconfirmed(node, input.confirm);
  if (["running", "paused", "cancelling"].includes(evacuation))
    throw new AppError("conflict", `${node} is being emptied already (${evacuation}).`);
  const { snapshot } = await findNodeToEmpty(clusterId, node);
  const add = await choicesFor(maintenance, input.choices ?? []);
  const now = new Date();
  const made = await recordStep({
    maintenance,
    where: { endedAt: null, evacuation },
    changes: {
      evacuation: "running",
      evacuationAt: now,
      evacuationBy: viewer.username,
      evacuationEndedAt: null,
      triesSince: now,
      trouble: null,
      ...(input.leaveStopped !== undefined && { leaveStopped: input.leaveStopped }),
    },
    action: "maintenance.evacuate",
    viewer,
    kind: "evacuation-started",
    sentence: `${viewer.username} has ${node} emptied.`,
    besides: async (transaction) => {
      await transaction.maintenanceGuest.createMany({
        data: guestsOn(snapshot, node).map((guest) => rowFor(id, guest, node)),
        skipDuplicates: true,
      });
      await add(transaction);
    },
  });
  if (!made) throw new AppError("conflict", "Somebody else has just changed this maintenance.");
  await wakeMaintenance(id);
  return await readMaintenance(id);
}

function refuseEnded({ node, endedAt }: Maintenance): void {
  if (endedAt !== null) throw new AppError("conflict", `The maintenance of ${node} has ended.`);
}

/** Stores choices, also for guests of which the maintenance does not know yet. */
async function choicesFor(
  { id, clusterId, node }: Maintenance,
  choices: Choices,
): Promise<(transaction: Prisma.TransactionClient) => Promise<void>> {
  if (choices.length === 0) return async () => undefined;
  const { snapshot } = await findNodeToEmpty(clusterId, node);
  refuseStrangers(snapshot, node, choices);
  return async (transaction) => {
    for (const { vmid, action: choice } of choices) {
      const guest = guestsOn(snapshot, node).find((one) => one.vmid === vmid);
      if (!guest) continue;
      await transaction.maintenanceGuest.upsert({
        where: { maintenanceId_vmid: { maintenanceId: id, vmid } },
        create: { ...rowFor(id, guest, node), choice },
        update: { choice },
      });
    }
  };
}
