import type { Snapshot } from "./snapshot";

/** Parts of a reading that changes are derived from. */
export type ComparablePart = "resources" | "status" | "tasks";

/**
 * Whether a part can be compared between two readings: it was read now without an error, and the reading
 * before holds values of it, fresh or kept. A part that a snapshot does not list counts as read.
 */
export function isComparable(part: ComparablePart, previous: Snapshot, current: Snapshot): boolean {
  const now = findPart(current, part);
  const before = findPart(previous, part);
  return (now?.error ?? null) === null && before?.readAtMs !== null;
}

/**
 * Whether a list of guests or storages can be trusted to hold those of a node: the node is online, and either it answered
 * or the list has something of it. Without that, what is missing may only not have been read.
 */
export function isListed(
  snapshot: Snapshot,
  name: string,
  list: readonly { readonly node: string | null }[],
): boolean {
  if (!isOnline(snapshot, name)) return false;
  return !hasFailed(snapshot, name) || list.some(({ node }) => node === name);
}

/** Whether a node was there, answered, and is known to be online. */
export function isNodeRead(snapshot: Snapshot, name: string): boolean {
  return isOnline(snapshot, name) && !hasFailed(snapshot, name);
}

/** Whether reading the node itself failed, so that its state is our ignorance and not PVE's answer. */
export function hasFailed(snapshot: Snapshot, name: string): boolean {
  return (findPart(snapshot, `node/${name}`)?.error ?? null) !== null;
}

function isOnline(snapshot: Snapshot, name: string): boolean {
  return snapshot.nodes.find((node) => node.name === name)?.status === "online";
}

function findPart(snapshot: Snapshot, name: string) {
  return snapshot.parts.find(({ part }) => part === name);
}
