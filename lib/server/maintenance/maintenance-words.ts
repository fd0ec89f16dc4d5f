import "server-only";
import { holdsResources } from "@/lib/inventory/is-guest-running";
import type { Guest } from "@/lib/inventory/snapshot";
import { guestWords } from "@/lib/server/moves/move-words";

const MOST_NAMED = 5;

/** What is said of a node whose evacuation has ended well, by the guests that are on it. */
export function emptyWords(node: string, guests: readonly Guest[]): string {
  const running = guests.filter(holdsResources);
  const off = guests.length - running.length;
  if (running.length > 0) {
    const they = running.length === 1 ? "it" : "them";
    return `${node} is empty but for ${listGuests(running)}, left running on purpose: a reboot stops ${they}.`;
  }
  if (off === 0) return `${node} is empty: safe to reboot.`;
  const stay = off === 1 ? "1 guest that is off stays on it" : `${off} guests that are off stay on it`;
  return `Nothing runs on ${node}: safe to reboot. ${stay}.`;
}

export function listGuests(
  guests: readonly { readonly kind: string; readonly vmid: number; readonly name: string | null }[],
): string {
  const named = guests.slice(0, MOST_NAMED).map(guestWords);
  const more = guests.length - named.length;
  return more > 0 ? `${named.join(", ")} and ${more} more` : named.join(", ");
}

export function countGuests(count: number): string {
  return count === 1 ? "1 guest" : `${count} guests`;
}
