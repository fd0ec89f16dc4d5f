import "server-only";
import type { Snapshot } from "@/lib/inventory/snapshot";
import { prisma } from "@/lib/server/db/prisma";
import { STAYS_ON_PURPOSE } from "./turn-facts";

/** VMIDs of guests that somebody left on purpose on the node that is in maintenance, and that are there still. */
export async function readLeftGuests({
  clusterId,
  guests,
}: Pick<Snapshot, "clusterId" | "guests">): Promise<readonly number[]> {
  const left = await prisma.maintenanceGuest.findMany({
    where: { ...STAYS_ON_PURPOSE, maintenance: { clusterId, endedAt: null } },
    select: { vmid: true, guestObjectId: true, maintenance: { select: { node: true } } },
  });
  return left.flatMap(({ vmid, guestObjectId, maintenance }) => {
    const guest = guests.find((one) => one.vmid === vmid);
    const isSame = guestObjectId === null || guest?.objectId == null || guest.objectId === guestObjectId;
    return guest?.node === maintenance.node && isSame ? [vmid] : [];
  });
}
