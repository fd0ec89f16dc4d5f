import "server-only";
import { prisma } from "@/lib/server/db/prisma";
import { slotLimitsFrom } from "@/lib/server/moves/claim-slots";
import type { HasRoom } from "./choose-next";

/** Whether a move would find its slots free now; moves that wait for one count as having it. */
export async function readRoom(
  clusterId: string,
  values: Readonly<Record<string, unknown>>,
): Promise<HasRoom> {
  const limits = slotLimitsFrom(values);
  const [slots, waiting] = await Promise.all([
    prisma.moveSlot.findMany({ where: { clusterId } }),
    prisma.move.findMany({
      where: { clusterId, state: { in: ["planned", "waiting"] } },
      select: { fromNode: true, toNode: true },
    }),
  ]);
  const used = (scope: string, node: string) =>
    slots.filter((slot) => slot.scope === scope && slot.node === node).length;
  return ({ fromNode, toNode }) =>
    used("cluster", "") + waiting.length < limits.perCluster &&
    used("source", fromNode) + waiting.filter((one) => one.fromNode === fromNode).length < limits.perSource &&
    used("target", toNode) + waiting.filter((one) => one.toNode === toNode).length < limits.perTarget;
}
