import "server-only";
import type { NodeFacts } from "@/lib/automation/freeze-until";
import type { Snapshot } from "@/lib/inventory/snapshot";
import { prisma } from "@/lib/server/db/prisma";

const CONTACT_KINDS = ["node-down", "node-up"] as const;

/** When the nodes of a reading came, started, were lost and came back. */
export async function readNodeFacts(
  { clusterId, nodes, readAtMs }: Pick<Snapshot, "clusterId" | "nodes" | "readAtMs">,
  sinceMs: number,
): Promise<readonly NodeFacts[]> {
  const [stored, contacts] = await Promise.all([
    prisma.node.findMany({ where: { clusterId, removedAt: null } }),
    prisma.event.groupBy({
      by: ["node", "kind"],
      where: { clusterId, kind: { in: [...CONTACT_KINDS] }, at: { gte: new Date(sinceMs) } },
      _max: { at: true },
    }),
  ]);
  const firstSeen = new Map(stored.map(({ name, firstSeenAt }) => [name, firstSeenAt.getTime()]));
  const lastOf = (name: string, kind: (typeof CONTACT_KINDS)[number]) =>
    contacts.find((one) => one.node === name && one.kind === kind)?._max.at?.getTime() ?? null;
  return nodes.map((node) => ({
    name: node.name,
    firstSeenAtMs: firstSeen.get(node.name) ?? null,
    uptimeSeconds: node.status === "online" ? node.uptimeSeconds : null,
    readAtMs: node.readAtMs ?? readAtMs,
    lostContactAtMs: lastOf(node.name, "node-down"),
    regainedContactAtMs: lastOf(node.name, "node-up"),
  }));
}
