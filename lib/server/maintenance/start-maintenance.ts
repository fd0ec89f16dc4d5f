import "server-only";
import type { z } from "zod";
import type { MaintenanceDetail } from "@/lib/api/maintenance";
import type { maintenanceInput } from "@/lib/api/maintenance-input";
import type { Snapshot } from "@/lib/inventory/snapshot";
import { recordAudit } from "@/lib/server/audit/record-audit";
import { canMoveGuests, refuseUnless } from "@/lib/server/auth/permissions";
import type { Viewer } from "@/lib/server/auth/viewer";
import { isUniqueViolation } from "@/lib/server/db/is-unique-violation";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { guestsOn } from "./guests-on";
import { readMaintenance } from "./read-maintenance";
import { tellTimeline } from "./record-step";
import {
  findNodeToEmpty,
  refuseNowhereToGo,
  refusePast,
  refuseStrangers,
  refuseUnconfirmed,
} from "./refuse-maintenance";
import { rowFor } from "./take-guests-in";
import { wakeMaintenance } from "./wake-maintenance";

type Input = z.output<typeof maintenanceInput>;

/** Puts a node into maintenance: from this moment on nothing is sent to it. With `evacuate` its guests leave it. */
export async function startMaintenance(viewer: Viewer, input: Input): Promise<MaintenanceDetail> {
  refuseUnless(canMoveGuests(viewer), viewer, "put nodes into maintenance");
  const { clusterId, node, evacuate, untilMs, choices } = input;
  refusePast(untilMs);
  if (evacuate) refuseUnconfirmed(node, input.confirm);
  const { snapshot } = await findNodeToEmpty(clusterId, node);
  refuseStrangers(snapshot, node, choices);
  const id = await store(viewer, input, snapshot).catch((error: unknown) => {
    throw isUniqueViolation(error) ? new AppError("conflict", `${node} is in maintenance already.`) : error;
  });
  await tellTimeline(
    { id, clusterId, node },
    { kind: "maintenance-started", sentence: startSentence(viewer, input) },
  );
  if (evacuate) await wakeMaintenance(id);
  return await readMaintenance(id);
}

function startSentence({ username }: Viewer, { node, reason, evacuate }: Input): string {
  const why = reason === "" ? "" : `: ${reason}`;
  return `${username} put ${node} into maintenance${evacuate ? " and has it emptied" : ""}${why}`;
}

async function store(viewer: Viewer, input: Input, snapshot: Snapshot): Promise<string> {
  const { clusterId, node, reason, untilMs, evacuate, choices, leaveStopped } = input;
  const now = new Date();
  const until = untilMs === null ? null : new Date(untilMs);
  return await prisma.$transaction(async (transaction) => {
    await refuseNowhereToGo(transaction, snapshot, node);
    const { id } = await transaction.maintenance.create({
      data: {
        clusterId,
        node,
        startedAt: now,
        startedBy: viewer.username,
        reason,
        until,
        leaveStopped,
        ...(evacuate && {
          evacuation: "running",
          evacuationAt: now,
          evacuationBy: viewer.username,
          triesSince: now,
        }),
      },
      select: { id: true },
    });
    const policy = {
      maintenanceSince: now,
      maintenanceUntil: until,
      maintenanceReason: reason,
      maintenanceBy: viewer.username,
    };
    await transaction.nodePolicy.upsert({
      where: { clusterId_node: { clusterId, node } },
      create: { clusterId, node, ...policy },
      update: policy,
    });
    const chosen = new Map(choices.map(({ vmid, action }) => [vmid, action]));
    const kept = guestsOn(snapshot, node).filter(({ vmid }) => evacuate || chosen.has(vmid));
    await transaction.maintenanceGuest.createMany({
      data: kept.map((guest) => ({ ...rowFor(id, guest, node), choice: chosen.get(guest.vmid) ?? null })),
    });
    const details = { node, reason, until: until?.toISOString() ?? null, evacuate, choices, leaveStopped };
    await recordAudit(
      { viewer, action: "maintenance.start", target: `maintenance:${id}`, details },
      transaction,
    );
    return id;
  });
}
