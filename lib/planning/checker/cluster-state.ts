import type { CheckedCluster } from "./checked-cluster";
import { addUse, type Use } from "./use";

/** Where every guest is at one moment of the plan. Changed by {@link moveGuest} alone. */
export interface ClusterState {
  readonly cluster: CheckedCluster;
  readonly nodeOf: Map<number, string>;
  readonly guestsOn: Map<string, Set<number>>;
  /** Nodes whose guests are no longer those of the start. */
  readonly changed: Set<string>;
  /** Bytes that moves so far have taken on a storage of one node, by `storage@node`; below 0 where they freed some. */
  readonly taken: Map<string, number>;
  /** What nodes carry, as far as it has been asked for since their guests last changed. */
  readonly carried: Map<string, Use>;
}

const starts = new WeakMap<CheckedCluster, ClusterState>();

/** The state before the first move. What it has in common with others of the same cluster is made once. */
export function stateAtStart(cluster: CheckedCluster): ClusterState {
  const start = starts.get(cluster) ?? readStart(cluster);
  starts.set(cluster, start);
  const { nodeOf, guestsOn, carried } = start;
  return {
    cluster,
    nodeOf: new Map(nodeOf),
    guestsOn: new Map(guestsOn),
    changed: new Set(),
    taken: new Map(),
    carried: new Map(carried),
  };
}

function readStart(cluster: CheckedCluster): ClusterState {
  const nodeOf = new Map<number, string>();
  const guestsOn = new Map<string, Set<number>>([...cluster.nodes.keys()].map((name) => [name, new Set()]));
  for (const { vmid, guest } of cluster.guests.values()) {
    nodeOf.set(vmid, guest.node);
    guestsOn.get(guest.node)?.add(vmid);
  }
  const state = {
    cluster,
    nodeOf,
    guestsOn,
    changed: new Set<string>(),
    taken: new Map(),
    carried: new Map(),
  };
  for (const name of cluster.nodes.keys()) carriedBy(state, name);
  return state;
}

/** Puts a guest on another node, its local disks with it. */
export function moveGuest(state: ClusterState, vmid: number, target: string): void {
  const source = state.nodeOf.get(vmid);
  const guest = state.cluster.guests.get(vmid);
  if (source === undefined || !guest) return;
  for (const { storage, sizeBytes, takenBytes } of guest.disks) {
    const bytesOn = (node: string) => (node === guest.guest.node ? takenBytes : sizeBytes);
    take(state, `${storage}@${target}`, bytesOn(target));
    take(state, `${storage}@${source}`, -bytesOn(source));
  }
  state.nodeOf.set(vmid, target);
  ownGuests(state, source)?.delete(vmid);
  ownGuests(state, target)?.add(vmid);
  state.carried.delete(source);
  state.carried.delete(target);
}

/** Guests of a node, to be changed in this state alone. */
function ownGuests({ guestsOn, changed }: ClusterState, name: string): Set<number> | undefined {
  const guests = guestsOn.get(name);
  if (!guests || changed.has(name)) return guests;
  const own = new Set(guests);
  guestsOn.set(name, own);
  changed.add(name);
  return own;
}

function take({ taken }: ClusterState, key: string, bytes: number): void {
  taken.set(key, (taken.get(key) ?? 0) + bytes);
}

/** What a node carries now: itself and its guests, added up anew whenever they change. */
export function carriedBy(state: ClusterState, name: string): Use | null {
  const known = state.carried.get(name);
  if (known) return known;
  const node = state.cluster.nodes.get(name);
  if (!node) return null;
  const use = { ...node.own };
  for (const vmid of state.guestsOn.get(name) ?? []) {
    const guest = state.cluster.guests.get(vmid);
    if (!guest) continue;
    addUse(use, guest.use);
    // A thin disk needs all of its size elsewhere.
    if (guest.guest.node !== name)
      for (const { sizeBytes, takenBytes } of guest.disks) use.diskBytes += sizeBytes - takenBytes;
  }
  state.carried.set(name, use);
  return use;
}

/** Guests that are counted on a node: running or not, but no templates. */
export function guestCount(state: ClusterState, name: string): number {
  return [...(state.guestsOn.get(name) ?? [])].filter(
    (vmid) => state.cluster.guests.get(vmid)?.guest.template === false,
  ).length;
}
