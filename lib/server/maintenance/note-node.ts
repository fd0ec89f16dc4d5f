import "server-only";
import type { Guest } from "@/lib/inventory/snapshot";
import { prisma } from "@/lib/server/db/prisma";
import { listGuests } from "./maintenance-words";
import { tellTimeline } from "./record-step";
import type { TurnFacts } from "./turn-facts";

/**
 * Whether the node answers. One that does not is told once, with what that means for its guests, and once more when it is back.
 *
 * @returns why nothing can be done now; null while the node is online
 */
export async function noteNode({ maintenance, snapshot }: TurnFacts): Promise<string | null> {
  const { id, node, nodeLostAt } = maintenance;
  const found = snapshot.nodes.find(({ name }) => name === node);
  if (found?.status === "online") {
    if (nodeLostAt !== null) await tellBack(maintenance);
    return null;
  }
  const guests = snapshot.guests.filter((guest) => guest.node === node && !guest.template);
  const sentence = lostSentence(node, found !== undefined, guests);
  if (nodeLostAt === null) {
    const { count } = await prisma.maintenance.updateMany({
      where: { id, nodeLostAt: null },
      data: { nodeLostAt: new Date() },
    });
    if (count > 0)
      await tellTimeline(maintenance, { kind: "evacuation-changed", severity: "critical", sentence });
  }
  return sentence;
}

async function tellBack(maintenance: TurnFacts["maintenance"]): Promise<void> {
  const { id, node } = maintenance;
  const { count } = await prisma.maintenance.updateMany({
    where: { id, nodeLostAt: { not: null } },
    data: { nodeLostAt: null },
  });
  if (count === 0) return;
  const sentence = `${node} is online again; its evacuation or the way home of its guests goes on.`;
  await tellTimeline(maintenance, { kind: "evacuation-changed", sentence });
}

function lostSentence(node: string, isThere: boolean, guests: readonly Guest[]): string {
  if (!isThere) return `${node} is not in the cluster any more; end its maintenance.`;
  const byHa = guests.filter(({ haState }) => haState !== null);
  const down = guests.filter(({ haState }) => haState === null);
  const parts = [
    `${node} is not online.`,
    byHa.length > 0 ? `HA recovers ${listGuests(byHa)} on other nodes.` : "",
    down.length > 0 ? `${listGuests(down)} ${down.length === 1 ? "is" : "are"} down with it.` : "",
    "It goes on when the node is back.",
  ];
  return parts.filter((part) => part !== "").join(" ");
}
