import "server-only";
import type { PastMove } from "@/lib/automation/past-move";
import type { Snapshot } from "@/lib/inventory/snapshot";
import { prisma } from "@/lib/server/db/prisma";
import type { Event, Move } from "@/prisma/generated/client";

/** An arrival is seen at the next reading; one that is seen later than this after a move of ours was somebody else's. */
const SEEN_WITHIN_MS = 10 * 60_000;
const EARLY_MS = 5_000;

const OUTCOMES: Readonly<Record<string, PastMove["outcome"]>> = {
  done: "moved",
  failed: "failed",
  cancelled: "cancelled",
};

type OwnMove = Pick<
  Move,
  "vmid" | "guestObjectId" | "fromNode" | "toNode" | "intentAt" | "endedAt" | "state"
>;
type Arrival = Pick<Event, "vmid" | "guestObjectId" | "at" | "details">;

/**
 * Moves of the guests that a reading shows: those that Evenkeel asked for, and those that were seen to have happened otherwise, by
 * Proxmox VE or by an administrator. A guest that got the VMID of another has no past.
 */
export async function readMoveHistory(
  { clusterId, guests }: Pick<Snapshot, "clusterId" | "guests">,
  sinceMs: number,
): Promise<readonly PastMove[]> {
  const since = new Date(sinceMs);
  const [moves, arrivals] = await Promise.all([
    prisma.move.findMany({
      where: { clusterId, intentAt: { not: null }, OR: [{ endedAt: null }, { endedAt: { gte: since } }] },
      select: {
        vmid: true,
        guestObjectId: true,
        fromNode: true,
        toNode: true,
        intentAt: true,
        endedAt: true,
        state: true,
      },
    }),
    prisma.event.findMany({
      where: { clusterId, kind: "guest-moved", at: { gte: since } },
      select: { vmid: true, guestObjectId: true, at: true, details: true },
    }),
  ]);
  const objects = new Map(guests.map(({ vmid, objectId }) => [vmid, objectId]));
  const isThere = ({ vmid, guestObjectId }: Pick<Arrival, "vmid" | "guestObjectId">) => {
    const objectId = vmid === null ? undefined : objects.get(vmid);
    if (objectId === undefined) return false;
    return objectId === null || guestObjectId === null || objectId === guestObjectId;
  };
  const own = moves.filter(isThere);
  return [...own.flatMap(pastMove), ...arrivals.filter(isThere).flatMap((one) => foreignMove(one, own))];
}

function pastMove({ vmid, fromNode, toNode, endedAt, state }: OwnMove): readonly PastMove[] {
  const outcome = OUTCOMES[state];
  if (endedAt === null || outcome === undefined) return [];
  return [{ vmid, from: fromNode, to: toNode, endedAtMs: endedAt.getTime(), outcome }];
}

function foreignMove({ vmid, at, details }: Arrival, own: readonly OwnMove[]): readonly PastMove[] {
  const from = nodeIn(details, "from");
  const to = nodeIn(details, "to");
  if (vmid === null || from === null || to === null) return [];
  const atMs = at.getTime();
  const isOurs = own.some(
    (move) =>
      move.vmid === vmid &&
      move.fromNode === from &&
      move.toNode === to &&
      atMs >= (move.intentAt?.getTime() ?? 0) - EARLY_MS &&
      atMs <= (move.endedAt?.getTime() ?? Date.now()) + SEEN_WITHIN_MS,
  );
  return isOurs ? [] : [{ vmid, from, to, endedAtMs: atMs, outcome: "moved" }];
}

function nodeIn(details: Event["details"], key: string): string | null {
  const isObject = typeof details === "object" && details !== null && !Array.isArray(details);
  const value = isObject ? details[key] : null;
  return typeof value === "string" ? value : null;
}
