import "server-only";
import type { Guest, Snapshot } from "@/lib/inventory/snapshot";

/** The guests of a node, without templates, which run nowhere. */
export function guestsOn(snapshot: Snapshot, node: string): readonly Guest[] {
  return snapshot.guests.filter((guest) => guest.node === node && !guest.template);
}
