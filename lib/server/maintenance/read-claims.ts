import "server-only";
import { prisma } from "@/lib/server/db/prisma";
import type { Maintenance, MaintenanceGuest } from "@/prisma/generated/client";

export interface HomeClaims {
  /** Why a guest's way is another maintenance's matter, by VMID. */
  readonly elsewhere: ReadonlyMap<number, string>;
}

/**
 * Guests that had left another node for its maintenance before they left this one: they belong there, and that maintenance brings
 * them back, or has done so.
 */
export async function readClaims(
  { id, clusterId }: Pick<Maintenance, "id" | "clusterId">,
  rows: readonly MaintenanceGuest[],
): Promise<HomeClaims> {
  const earlier = await prisma.maintenanceGuest.findMany({
    where: {
      maintenanceId: { not: id },
      maintenance: { clusterId },
      vmid: { in: rows.map(({ vmid }) => vmid) },
      state: { in: ["moved", "recovered"] },
    },
    include: { maintenance: { select: { node: true, endedAt: true, home: true, homeAt: true } } },
    orderBy: { addedAt: "asc" },
  });
  const elsewhere = new Map<number, string>();
  for (const row of rows) {
    for (const other of earlier) {
      if (other.vmid !== row.vmid || other.guestObjectId !== row.guestObjectId) continue;
      if (other.addedAt >= row.addedAt || other.fromNode === row.fromNode) continue;
      const sentence = claimOf(other, row);
      if (sentence !== null) elsewhere.set(row.vmid, sentence);
    }
  }
  return { elsewhere };
}

function claimOf(
  {
    fromNode,
    home,
    homeWanted,
    maintenance,
  }: MaintenanceGuest & {
    readonly maintenance: Pick<Maintenance, "node" | "endedAt" | "home" | "homeAt">;
  },
  row: MaintenanceGuest,
): string | null {
  if (home === "home" && (maintenance.homeAt?.getTime() ?? 0) > row.addedAt.getTime())
    return `It is back on ${fromNode}, where it came from first.`;
  const isOpen = maintenance.endedAt === null;
  const comesHome = homeWanted && ["running", "paused"].includes(maintenance.home);
  return isOpen || comesHome
    ? `It came from ${fromNode}, and goes back there with the maintenance of ${maintenance.node}.`
    : null;
}
