import "server-only";
import { prisma } from "@/lib/server/db/prisma";
import type { MaintenanceGuest, Prisma } from "@/prisma/generated/client";

export type RowChange = Partial<
  Pick<
    MaintenanceGuest,
    | "state"
    | "action"
    | "toNode"
    | "wave"
    | "seconds"
    | "moveId"
    | "tries"
    | "code"
    | "detail"
    | "fix"
    | "home"
    | "homeMoveId"
    | "homeReason"
  >
>;

/** Writes what has changed of guests' rows, and nothing else. */
export async function saveRows(
  rows: readonly MaintenanceGuest[],
  changes: ReadonlyMap<number, RowChange>,
): Promise<void> {
  for (const row of rows) {
    const data = changesOf(row, changes.get(row.vmid) ?? {});
    if (Object.keys(data).length === 0) continue;
    await prisma.maintenanceGuest.updateMany({
      where: { maintenanceId: row.maintenanceId, vmid: row.vmid },
      data,
    });
  }
}

function changesOf(
  row: MaintenanceGuest,
  change: RowChange,
): Prisma.MaintenanceGuestUncheckedUpdateManyInput {
  const before: Readonly<Record<string, unknown>> = { ...row };
  return Object.fromEntries(
    Object.entries(change).filter(([key, value]) => value !== undefined && before[key] !== value),
  );
}
