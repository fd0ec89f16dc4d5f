import type { Storage } from "./snapshot";

/** What makes a storage the same in two readings: its name, and its node unless it is shared. */
export function storageKey({ name, node, shared }: Storage): string {
  return shared || node === null ? name : `${name}@${node}`;
}
