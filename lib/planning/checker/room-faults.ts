import { guestMemoryBytes } from "@/lib/inventory/guest-demand";
import type { CheckedGuest, CheckedNode } from "./checked-cluster";
import { isAbove } from "./checked-plan";
import { type ClusterState, carriedBy } from "./cluster-state";
import { sumOf, type Use } from "./use";

/** A guest on its way to a node. */
export interface Arrival {
  readonly guest: CheckedGuest;
  readonly forced: boolean;
}

/**
 * What a node lacks while guests arrive. Guests that leave it meanwhile still count: until a move is done, both nodes hold
 * the guest.
 *
 * A move for balance's sake may fill memory up to `planning.memoryCap` with the guest's promised memory still fitting into all
 * of it, and CPU up to `planning.cpuCap`; a forced one may fill both up to all of it, of memory less the node's reserve.
 * `planning.cpuOvercommit` holds always. Guests without a process need no room, and who brings nothing of a resource may join
 * a node that has too little of it.
 */
export function roomFaults(
  state: ClusterState,
  target: CheckedNode,
  arrivals: readonly Arrival[],
): readonly string[] {
  const holding = arrivals.filter(({ guest }) => guest.holds);
  const before = carriedBy(state, target.name) ?? target.own;
  const after = holding.reduce((use, { guest }) => sumOf(use, guest.use), before);
  const optional = holding.filter(({ forced }) => !forced);
  return [
    ...hardFaults(state, target, { holding, after }),
    ...capFaults(state, target, { holding: optional, after }),
    ...optional.flatMap(({ guest }) => promiseFaults(target, before, guest)),
    ...diskFaults(state, target, arrivals),
  ];
}

interface Filled {
  readonly holding: readonly Arrival[];
  /** What the node carries with everybody who arrives. */
  readonly after: Use;
}

function bringsMemory({ guest: { use, guest } }: Arrival): boolean {
  return use.memoryBytes > 0 || (guestMemoryBytes(guest) ?? 0) > 0;
}

function bringsCpu({ guest: { use } }: Arrival): boolean {
  return use.cpuThreads > 0;
}

function hardFaults(
  { cluster }: ClusterState,
  target: CheckedNode,
  { holding, after }: Filled,
): readonly string[] {
  const { name, memoryBytes, reserveBytes, threads } = target;
  const overcommit = cluster.input.settings["planning.cpuOvercommit"];
  const faults: string[] = [];
  const all = memoryBytes - reserveBytes;
  if (holding.some(bringsMemory) && isAbove(after.memoryBytes, all))
    faults.push(`${name} would hold ${after.memoryBytes} bytes of memory, it has ${all}.`);
  if (holding.some(bringsCpu) && isAbove(after.cpuThreads, threads))
    faults.push(`${name} would have ${after.cpuThreads} threads busy, it has ${threads}.`);
  if (
    holding.some(({ guest: { use } }) => use.cpuAllocated > 0) &&
    isAbove(after.cpuAllocated, threads * overcommit)
  )
    faults.push(
      `${name} would have ${after.cpuAllocated} virtual CPUs, ${threads * overcommit} are allowed.`,
    );
  return faults;
}

function capFaults(
  { cluster }: ClusterState,
  target: CheckedNode,
  { holding, after }: Filled,
): readonly string[] {
  const { settings } = cluster.input;
  const { name, memoryBytes, threads } = target;
  const faults: string[] = [];
  const memoryCap = (memoryBytes * settings["planning.memoryCap"]) / 100;
  const cpuCap = (threads * settings["planning.cpuCap"]) / 100;
  if (holding.some(bringsMemory) && isAbove(after.memoryBytes, memoryCap))
    faults.push(`${name} would hold ${after.memoryBytes} bytes of memory, the cap is ${memoryCap}.`);
  if (holding.some(bringsCpu) && isAbove(after.cpuThreads, cpuCap))
    faults.push(`${name} would have ${after.cpuThreads} threads busy, the cap is ${cpuCap}.`);
  return faults;
}

function promiseFaults(
  { name, memoryBytes, reserveBytes }: CheckedNode,
  before: Use,
  { guest, vmid }: CheckedGuest,
): readonly string[] {
  const promised = guestMemoryBytes(guest) ?? 0;
  const all = memoryBytes - reserveBytes;
  return isAbove(before.memoryBytes + promised, all)
    ? [`${name} could not hold all ${promised} bytes that guest ${vmid} was promised.`]
    : [];
}

/** A shared storage needs no more room. */
function diskFaults(
  { cluster, taken }: ClusterState,
  target: CheckedNode,
  arrivals: readonly Arrival[],
): readonly string[] {
  const arriving = new Map<string, number>();
  for (const { storage, sizeBytes } of arrivals.flatMap(({ guest }) => guest.disks))
    arriving.set(storage, (arriving.get(storage) ?? 0) + sizeBytes);
  return [...arriving].flatMap(([storage, bytes]): string[] => {
    const key = `${storage}@${target.name}`;
    const free = (cluster.places.get(key)?.freeBytes ?? 0) - (taken.get(key) ?? 0);
    return isAbove(bytes, free)
      ? [`${storage} on ${target.name} has ${free} bytes free, ${bytes} would arrive.`]
      : [];
  });
}
