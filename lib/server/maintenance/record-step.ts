import "server-only";
import type { InventoryEventKind, Severity } from "@/lib/inventory/inventory-event";
import { recordAudit } from "@/lib/server/audit/record-audit";
import type { Viewer } from "@/lib/server/auth/viewer";
import { recordEvents } from "@/lib/server/collection/record-events";
import { prisma } from "@/lib/server/db/prisma";
import type { Maintenance, Prisma } from "@/prisma/generated/client";

export interface MaintenanceStep {
  readonly maintenance: Pick<Maintenance, "id" | "clusterId" | "node">;
  /** What must hold for the step, such as the state before it. */
  readonly where?: Prisma.MaintenanceWhereInput;
  readonly changes: Prisma.MaintenanceUncheckedUpdateManyInput;
  /** Noun and verb for the audit log. */
  readonly action: string;
  /** Who made it; null for the program itself. */
  readonly viewer?: Pick<Viewer, "userId" | "username"> | null;
  readonly kind: InventoryEventKind;
  readonly severity?: Severity;
  /** With its full stop; the timeline shows it without. */
  readonly sentence: string;
  /** Done in the same transaction, before the audit entry. */
  readonly besides?: (transaction: Prisma.TransactionClient) => Promise<void>;
}

/**
 * Changes a maintenance, with its entries in the audit log and the timeline.
 *
 * @returns false when the condition does not hold any more: then nothing has changed
 */
export async function recordStep(step: MaintenanceStep): Promise<boolean> {
  const { maintenance, where = {}, changes, action, viewer = null, sentence, besides } = step;
  const made = await prisma.$transaction(async (transaction) => {
    const { count } = await transaction.maintenance.updateMany({
      where: { ...where, id: maintenance.id },
      data: changes,
    });
    if (count === 0) return false;
    await besides?.(transaction);
    const target = `maintenance:${maintenance.id}`;
    const details = { node: maintenance.node, sentence };
    await recordAudit({ viewer, action, target, details }, transaction);
    return true;
  });
  if (made) await tellTimeline(maintenance, step);
  return made;
}

export interface TimelineEntry {
  readonly kind: InventoryEventKind;
  readonly severity?: Severity;
  readonly sentence: string;
  readonly vmid?: number;
  readonly guestObjectId?: number | null;
}

export async function tellTimeline(
  { clusterId, node, id }: Pick<Maintenance, "id" | "clusterId" | "node">,
  { kind, severity = "info", sentence, vmid, guestObjectId = null }: TimelineEntry,
): Promise<void> {
  await recordEvents(clusterId, [
    {
      kind,
      severity,
      atMs: Date.now(),
      node,
      vmid: vmid ?? null,
      guestObjectId,
      storage: null,
      message: sentence.replace(/\.$/, ""),
      details: { maintenanceId: id },
    },
  ]);
}
