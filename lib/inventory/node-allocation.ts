import { guestCpuCount, guestMemoryBytes } from "./guest-demand";
import { holdsResources, isGuestRunning } from "./is-guest-running";
import type { Guest, Snapshot } from "./snapshot";

/** What one node has promised to its guests. */
export interface NodeAllocation {
  /** Configured memory of guests that hold it: running, paused, and all between. */
  readonly memoryAllocatedBytes: number;
  /** Virtual CPUs of the same guests. */
  readonly cpuAllocatedThreads: number;
  readonly guestsRunning: number;
  /** All guests that are placed on the node, running or not; templates are not counted. */
  readonly guestsTotal: number;
}

const NOTHING: NodeAllocation = {
  memoryAllocatedBytes: 0,
  cpuAllocatedThreads: 0,
  guestsRunning: 0,
  guestsTotal: 0,
};

/** What a node has promised to its guests; all zero for a node that has none or is not there. */
export function allocationOf(snapshot: Snapshot, nodeName: string): NodeAllocation {
  return snapshot.guests.filter((guest) => guest.node === nodeName).reduce(withGuest, NOTHING);
}

/** {@link allocationOf} for every node that is in the snapshot or has a guest, in one pass. */
export function allocationsByNode(snapshot: Snapshot): ReadonlyMap<string, NodeAllocation> {
  const allocations = new Map(snapshot.nodes.map((node) => [node.name, NOTHING]));
  for (const guest of snapshot.guests) {
    allocations.set(guest.node, withGuest(allocations.get(guest.node) ?? NOTHING, guest));
  }
  return allocations;
}

function withGuest(allocation: NodeAllocation, guest: Guest): NodeAllocation {
  if (guest.template) return allocation;
  const holds = holdsResources(guest);
  return {
    memoryAllocatedBytes: allocation.memoryAllocatedBytes + (holds ? (guestMemoryBytes(guest) ?? 0) : 0),
    cpuAllocatedThreads: allocation.cpuAllocatedThreads + (holds ? (guestCpuCount(guest) ?? 0) : 0),
    guestsRunning: allocation.guestsRunning + (isGuestRunning(guest) ? 1 : 0),
    guestsTotal: allocation.guestsTotal + 1,
  };
}
