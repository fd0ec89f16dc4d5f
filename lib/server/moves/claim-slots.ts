import "server-only";
import type { Prisma } from "@/prisma/generated/client";

export interface SlotLimits {
  readonly perCluster: number;
  readonly perSource: number;
  readonly perTarget: number;
}

interface MovingGuest {
  readonly id: string;
  readonly clusterId: string;
  readonly fromNode: string;
  readonly toNode: string;
}

interface Wanted {
  readonly scope: "cluster" | "source" | "target";
  readonly node: string;
  readonly limit: number;
}

/**
 * Takes all slots that a move needs, or none. The key of the table holds the limits whatever else happens; the lock only makes
 * claims of one cluster wait for each other instead of failing.
 *
 * @returns null, or what is full
 */
export async function claimSlots(
  transaction: Prisma.TransactionClient,
  move: MovingGuest,
  limits: SlotLimits,
): Promise<string | null> {
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('evenkeel-move-slots'), hashtext(${move.clusterId}))`;
  const taken = await transaction.moveSlot.findMany({ where: { clusterId: move.clusterId } });
  if (taken.some(({ moveId }) => moveId === move.id)) return null;
  const wanted = wantedSlots(move, limits);
  const claimed: Prisma.MoveSlotCreateManyInput[] = [];
  for (const { scope, node, limit } of wanted) {
    const used = taken
      .filter((slot) => slot.scope === scope && slot.node === node)
      .map(({ number }) => number);
    const number = used.length < limit ? firstFree(used, limit) : null;
    if (number === null) return fullSentence(scope, node, limit);
    claimed.push({ clusterId: move.clusterId, scope, node, number, moveId: move.id });
  }
  await transaction.moveSlot.createMany({ data: claimed });
  return null;
}

export function slotLimitsFrom(values: Readonly<Record<string, unknown>>): SlotLimits {
  const limit = (key: string): number => Math.max(1, Number(values[key]) || 1);
  return {
    perCluster: limit("planning.maxPerCluster"),
    perSource: limit("planning.maxPerSource"),
    perTarget: limit("planning.maxPerTarget"),
  };
}

function wantedSlots(move: MovingGuest, limits: SlotLimits): readonly Wanted[] {
  return [
    { scope: "cluster", node: "", limit: limits.perCluster },
    { scope: "source", node: move.fromNode, limit: limits.perSource },
    { scope: "target", node: move.toNode, limit: limits.perTarget },
  ];
}

function firstFree(used: readonly number[], limit: number): number | null {
  for (let number = 1; number <= limit; number += 1) if (!used.includes(number)) return number;
  return null;
}

function fullSentence(scope: Wanted["scope"], node: string, limit: number): string {
  const [moves, leave, go] = limit === 1 ? ["1 move", "leaves", "goes"] : [`${limit} moves`, "leave", "go"];
  if (scope === "cluster") return `Waits: the cluster has ${moves} under way already.`;
  return scope === "source"
    ? `Waits: ${moves} already ${leave} ${node}.`
    : `Waits: ${moves} already ${go} to ${node}.`;
}
