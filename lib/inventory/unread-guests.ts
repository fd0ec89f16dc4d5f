import type { Guest, Snapshot } from "./snapshot";

/**
 * Guests whose configuration has not been asked for yet, though their node answers: a cluster that was just connected is read a few
 * guests at a time. One that was asked for in vain is none of them: waiting for it would not help.
 */
export function unreadGuests({ nodes, guests, parts }: Snapshot): readonly Guest[] {
  const unread = guests.filter(({ config }) => config === null);
  if (unread.length === 0) return unread;
  const online = new Set(nodes.filter(({ status }) => status === "online").map(({ name }) => name));
  const tried = new Set(parts.map(({ part }) => part));
  return unread.filter(({ node, vmid }) => online.has(node) && !tried.has(`config/${vmid}`));
}
