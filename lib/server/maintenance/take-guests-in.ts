import "server-only";
import type { Guest } from "@/lib/inventory/snapshot";
import { prisma } from "@/lib/server/db/prisma";
import { guestWords } from "@/lib/server/moves/move-words";
import type { Prisma } from "@/prisma/generated/client";
import { tellTimeline } from "./record-step";
import type { TurnFacts } from "./turn-facts";

/** Guests that are on the node and that the evacuation does not know yet are emptied from it too, and it is told. */
export async function takeGuestsIn(facts: TurnFacts): Promise<TurnFacts> {
  const { maintenance, rows, snapshot, moves } = facts;
  const known = new Set(rows.map(({ vmid }) => vmid));
  const onNode = snapshot.guests.filter(
    ({ node, template, vmid }) => node === maintenance.node && !template && !known.has(vmid),
  );
  // Guests of other nodes that go along or make room are known by their moves.
  const along = moves.filter(({ vmid }) => !known.has(vmid));
  if (onNode.length === 0 && along.length === 0) return facts;
  const fresh = onNode.map((guest) => rowFor(maintenance.id, guest, guest.node));
  // The oldest first: that is where the guest came from.
  const others = [...along].reverse().flatMap((move) => {
    const guest = snapshot.guests.find(({ vmid }) => vmid === move.vmid);
    return guest ? [rowFor(maintenance.id, guest, move.fromNode)] : [];
  });
  await prisma.maintenanceGuest.createMany({ data: [...fresh, ...others], skipDuplicates: true });
  for (const guest of onNode)
    await tellTimeline(maintenance, {
      kind: "evacuation-changed",
      sentence: `${guestWords(guest)} came to ${maintenance.node} while it is being emptied, and leaves it too.`,
      vmid: guest.vmid,
      guestObjectId: guest.objectId,
    });
  const all = await prisma.maintenanceGuest.findMany({
    where: { maintenanceId: maintenance.id },
    orderBy: { vmid: "asc" },
  });
  return { ...facts, rows: all };
}

/** A guest as it was found; what becomes of it is written later. */
export function rowFor(
  maintenanceId: string,
  guest: Guest,
  fromNode: string,
): Prisma.MaintenanceGuestCreateManyInput {
  return {
    maintenanceId,
    vmid: guest.vmid,
    guestObjectId: guest.objectId,
    name: guest.name,
    kind: guest.kind,
    wasRunning: guest.status !== "stopped",
    ha: guest.haState !== null,
    fromNode,
    state: "waiting",
  };
}
