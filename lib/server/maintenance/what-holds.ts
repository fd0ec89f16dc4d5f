import "server-only";
import { pauseSentence, readPause } from "@/lib/server/engine/read-pause";
import { noteNode } from "./note-node";
import type { TurnFacts } from "./turn-facts";

/** One sentence: why nothing is begun now, because the node is lost or Evenkeel is paused; null while it may go on. */
export async function whatHolds(
  facts: TurnFacts,
  what: "The evacuation" | "The way home",
): Promise<string | null> {
  const lost = await noteNode(facts);
  if (lost !== null) return lost;
  const pause = await readPause(facts.maintenance.clusterId);
  return pause === null ? null : `${pauseSentence(pause)} ${what} goes on when it is resumed.`;
}
