import type { Guest, Node, Snapshot, Storage } from "@/lib/inventory/snapshot";
import { presentUse } from "../demand/present-use";
import type { PlanningInput } from "../planning-input";

/** A guest that is being moved, or has been since the reading. */
export interface GuestUnderWay {
  readonly vmid: number;
  readonly to: string;
}

/**
 * The reading with guests that are on their way where they go. What they use counts on both nodes, and their local disks on both
 * storages, because both hold them until they have arrived. Figures that were not read stay unknown; a guest or a
 * node that the reading does not have changes nothing.
 */
export function withGuestsUnderWay(snapshot: Snapshot, underWay: readonly GuestUnderWay[]): Snapshot {
  const names = new Set(snapshot.nodes.map(({ name }) => name));
  const targets = new Map(underWay.filter(({ to }) => names.has(to)).map(({ vmid, to }) => [vmid, to]));
  const arriving = snapshot.guests.flatMap((guest) => {
    const to = targets.get(guest.vmid);
    return to === undefined || to === guest.node ? [] : [{ guest, to }];
  });
  if (arriving.length === 0) return snapshot;
  return {
    ...snapshot,
    nodes: snapshot.nodes.map((node) => withArrivals(node, guestsFor(arriving, node.name))),
    storages: snapshot.storages.map((storage) =>
      storage.node === null ? storage : withDisks(storage, guestsFor(arriving, storage.node)),
    ),
    guests: snapshot.guests.map((guest) => ({ ...guest, node: targets.get(guest.vmid) ?? guest.node })),
  };
}

function guestsFor(
  arriving: readonly { readonly guest: Guest; readonly to: string }[],
  node: string,
): readonly Guest[] {
  return arriving.filter(({ to }) => to === node).map(({ guest }) => guest);
}

function withArrivals(node: Node, guests: readonly Guest[]): Node {
  if (guests.length === 0) return node;
  const uses = guests.map(presentUse);
  const threads = uses.reduce((sum, { cpuThreads }) => sum + cpuThreads, 0);
  const bytes = uses.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
  return {
    ...node,
    cpuFraction: node.cpuFraction === null ? null : node.cpuFraction + threads / (node.cpuCount || 1),
    memoryUsedBytes: node.memoryUsedBytes === null ? null : node.memoryUsedBytes + bytes,
  };
}

function withDisks(storage: Storage, guests: readonly Guest[]): Storage {
  if (storage.usedBytes === null) return storage;
  const disks = guests.flatMap(({ config }) => config?.disks ?? []);
  const bytes = disks
    .filter((disk) => !disk.cdrom && disk.storage === storage.name)
    .reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0);
  return bytes === 0 ? storage : { ...storage, usedBytes: storage.usedBytes + bytes };
}

/** The input of a plan that leaves guests alone that are on their way: they hold room on both nodes, and are locked as by Proxmox VE. */
export function planningAround(input: PlanningInput, underWay: readonly GuestUnderWay[]): PlanningInput {
  if (underWay.length === 0) return input;
  const moving = new Set(underWay.map(({ vmid }) => vmid));
  const snapshot = withGuestsUnderWay(input.snapshot, underWay);
  const guests = snapshot.guests.map((guest) =>
    moving.has(guest.vmid) ? { ...guest, lock: guest.lock ?? "migrate" } : guest,
  );
  return { ...input, snapshot: { ...snapshot, guests } };
}
