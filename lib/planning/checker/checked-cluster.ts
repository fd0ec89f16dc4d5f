import { guestCpuCount, guestCpuThreads, guestMemoryBytes } from "@/lib/inventory/guest-demand";
import { holdsResources } from "@/lib/inventory/is-guest-running";
import type { Guest, Node } from "@/lib/inventory/snapshot";
import type { PlanningInput } from "../planning-input";
import type { PlacementRule } from "../rules/placement-rule";
import { causedWaiting } from "./caused-waiting";
import {
  copiedDisks,
  type LocalDisk,
  type StorageNames,
  type StoragePlace,
  storageNames,
  storagePlaces,
} from "./storage-places";
import { NO_USE, readable, type Use } from "./use";

export interface CheckedNode {
  readonly name: string;
  readonly node: Node;
  readonly online: boolean;
  /** 0 where the size is not known. */
  readonly threads: number;
  readonly memoryBytes: number;
  /** Size of all storages with disks that only this node has. */
  readonly diskBytes: number;
  readonly reserveBytes: number;
  readonly ignored: boolean;
  readonly evacuating: boolean;
  /** May be a target, and takes part in balancing. */
  readonly open: boolean;
  /** What it carries besides its guests. */
  readonly own: Use;
}

export interface CheckedGuest {
  readonly vmid: number;
  readonly guest: Guest;
  /** Has a process on its node. */
  readonly holds: boolean;
  readonly use: Use;
  readonly disks: readonly LocalDisk[];
}

/** The snapshot as the checker sees it: plain objects by name and VMID, made from the input alone. */
export interface CheckedCluster {
  readonly input: PlanningInput;
  readonly nodes: ReadonlyMap<string, CheckedNode>;
  readonly guests: ReadonlyMap<number, CheckedGuest>;
  /** By `storage@node`. */
  readonly places: ReadonlyMap<string, StoragePlace>;
  /** Rules that name a guest, by VMID. */
  readonly rulesOf: ReadonlyMap<number, readonly PlacementRule[]>;
}

/** Reads everything that the checks need out of the input. */
export function checkedCluster(input: PlanningInput): CheckedCluster {
  const { snapshot } = input;
  const names = storageNames(snapshot);
  const places = storagePlaces(snapshot, names);
  const guests = new Map<number, CheckedGuest>();
  const nodes = new Map<string, CheckedNode>();
  const byNode = new Map<string, Guest[]>(snapshot.nodes.map(({ name }) => [name, []]));
  for (const guest of snapshot.guests) {
    byNode.get(guest.node)?.push(guest);
    guests.set(guest.vmid, checkedGuest(guest, input, localDisks(guest, names, places)));
  }
  for (const node of snapshot.nodes) {
    const here = byNode.get(node.name) ?? [];
    const waiting = causedWaiting(node, here, input);
    for (const [vmid, caused] of waiting.guests) {
      const known = guests.get(vmid);
      if (known) guests.set(vmid, { ...known, use: { ...known.use, ...caused } });
    }
    const onNode = here.flatMap(({ vmid }) => guests.get(vmid) ?? []);
    const own = {
      ...ownUse(node, onNode, input),
      ...waiting.own,
      diskBytes: otherDiskBytes(node, onNode, places),
    };
    nodes.set(node.name, checkedNode(node, own, input, places));
  }
  return { input, nodes, guests, places, rulesOf: rulesByGuest(input.rules) };
}

function rulesByGuest(rules: readonly PlacementRule[]): ReadonlyMap<number, readonly PlacementRule[]> {
  const byGuest = new Map<number, PlacementRule[]>();
  for (const rule of rules) {
    for (const vmid of rule.vmids) {
      const known = byGuest.get(vmid);
      if (known) known.push(rule);
      else byGuest.set(vmid, [rule]);
    }
  }
  return byGuest;
}

function checkedNode(
  node: Node,
  own: Use,
  input: PlanningInput,
  places: ReadonlyMap<string, StoragePlace>,
): CheckedNode {
  const policy = input.nodePolicies.get(node.name);
  const online = node.status === "online";
  const ignored = policy?.ignored ?? false;
  const evacuating =
    input.evacuate.includes(node.name) || policy?.maintenance === true || node.haState === "maintenance";
  const threads = readable(node.cpuCount) ?? 0;
  const memoryBytes = readable(node.memoryTotalBytes) ?? 0;
  const known =
    threads > 0 &&
    memoryBytes > 0 &&
    readable(node.cpuFraction) !== null &&
    readable(node.memoryUsedBytes) !== null;
  return {
    name: node.name,
    node,
    online,
    threads,
    memoryBytes,
    diskBytes: ownPlaces(node, places).reduce((sum, { totalBytes }) => sum + totalBytes, 0),
    reserveBytes: policy?.memoryReserveBytes ?? 0,
    ignored,
    evacuating,
    open: online && known && !ignored && !evacuating,
    own,
  };
}

/** Storages of one node alone that may hold disks of guests. */
function ownPlaces(node: Node, places: ReadonlyMap<string, StoragePlace>): readonly StoragePlace[] {
  return [...places.values()].filter(
    (place) =>
      place.node === node.name &&
      !place.shared &&
      place.totalBytes > 0 &&
      (place.content.includes("images") || place.content.includes("rootdir")),
  );
}

function otherDiskBytes(
  node: Node,
  guests: readonly CheckedGuest[],
  places: ReadonlyMap<string, StoragePlace>,
): number {
  const used = ownPlaces(node, places).reduce(
    (sum, { totalBytes, freeBytes }) => sum + totalBytes - freeBytes,
    0,
  );
  return Math.max(0, used - guests.reduce((sum, { use }) => sum + use.diskBytes, 0));
}

/** What a node's reading leaves for the host when its guests' readings are taken off; assumptions never make that negative. */
function ownUse(node: Node, guests: readonly CheckedGuest[], input: PlanningInput): Use {
  const own = input.nodePolicies.get(node.name)?.own;
  if (own) return sameNow(own.cpuThreads, own.memoryBytes);
  const online = node.status === "online";
  const uses = guests.map(({ guest }) => presentUse(guest));
  const threads = readable(node.cpuCount) ?? 0;
  const busy = online ? Math.min(1, readable(node.cpuFraction) ?? 0) * threads : 0;
  const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
  const cpu = {
    known: total(uses.filter(({ cpuKnown }) => cpuKnown).map(({ cpuThreads }) => cpuThreads)),
    assumed: total(uses.filter(({ cpuKnown }) => !cpuKnown).map(({ cpuThreads }) => cpuThreads)),
  };
  const memory = {
    known: total(uses.filter(({ memoryKnown }) => memoryKnown).map(({ memoryBytes }) => memoryBytes)),
    assumed: total(uses.filter(({ memoryKnown }) => !memoryKnown).map(({ memoryBytes }) => memoryBytes)),
  };
  const held = online ? (readable(node.memoryUsedBytes) ?? 0) : 0;
  return sameNow(rest(busy, cpu, threads), rest(held, memory, readable(node.memoryTotalBytes) ?? 0));
}

/** A use that is planned with as it is now. */
function sameNow(cpuThreads: number, memoryBytes: number): Use {
  return { ...NO_USE, cpuThreads, memoryBytes, cpuThreadsNow: cpuThreads, memoryBytesNow: memoryBytes };
}

interface GuestsUse {
  readonly known: number;
  readonly assumed: number;
}

function rest(reading: number, { known, assumed }: GuestsUse, capacity: number): number {
  const left = reading - known;
  const overfull = known + assumed > capacity;
  return overfull || left > 0 ? Math.max(0, left - assumed) : left;
}

function checkedGuest(guest: Guest, input: PlanningInput, disks: readonly LocalDisk[]): CheckedGuest {
  const holds = holdsResources(guest);
  const now = presentUse(guest);
  const { cpuThreads, memoryBytes } = (holds && input.demands.get(guest.vmid)) || now;
  return {
    vmid: guest.vmid,
    guest,
    holds,
    disks,
    use: {
      ...NO_USE,
      cpuThreads,
      memoryBytes,
      cpuThreadsNow: now.cpuThreads,
      memoryBytesNow: now.memoryBytes,
      cpuAllocated: holds ? (guestCpuCount(guest) ?? 0) : 0,
      memoryAllocated: holds ? (guestMemoryBytes(guest) ?? 0) : 0,
      diskBytes: disks.reduce((sum, { takenBytes }) => sum + takenBytes, 0),
    },
  };
}

function localDisks(
  guest: Guest,
  names: StorageNames,
  places: ReadonlyMap<string, StoragePlace>,
): readonly LocalDisk[] {
  return copiedDisks(guest, names).map(({ storage, sizeBytes }) => ({
    storage,
    sizeBytes,
    takenBytes: Math.round(sizeBytes * (places.get(`${storage}@${guest.node}`)?.heldFraction ?? 1)),
  }));
}

/** What a guest takes from its node by the newest reading; what was not read of a running guest is taken as all it was promised. */
function presentUse(guest: Guest) {
  if (!holdsResources(guest)) return { cpuThreads: 0, memoryBytes: 0, cpuKnown: true, memoryKnown: true };
  const cpu = guest.status === "running" ? guestCpuThreads(guest) : 0;
  const memory = readable(guest.memoryHostBytes) ?? readable(guest.memoryUsedBytes);
  return {
    cpuThreads: cpu ?? guestCpuCount(guest) ?? 0,
    memoryBytes: memory ?? guestMemoryBytes(guest) ?? 0,
    cpuKnown: cpu !== null,
    memoryKnown: memory !== null,
  };
}
