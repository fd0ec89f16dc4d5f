import type { Guest, Node, Snapshot } from "@/lib/inventory/snapshot";
import type { Refusal } from "./guards/guard";
import { buildClusterModel } from "./model/build-cluster-model";
import type { PlanningInput } from "./planning-input";
import { rulesFromTags } from "./rules/rules-from-tags";
import { SearchState } from "./search/search-state";

/** A guest that is to be made. */
export interface NewGuest {
  readonly kind: Guest["kind"];
  /** Virtual CPUs, and how many threads of its node it is expected to keep busy. */
  readonly cpuCount: number;
  readonly cpuThreads: number;
  /** Configured memory, and how much of it is expected to be in use. */
  readonly memoryBytes: number;
  readonly memoryUsedBytes: number;
  readonly disks: readonly { readonly storage: string; readonly sizeBytes: number }[];
  readonly tags: readonly string[];
}

/** One node's answer to a new guest. */
export interface NodeOffer {
  readonly node: string;
  /** Load of the node with the guest; 1 is at a threshold. */
  readonly loadAfter: number;
  /** Score of the node with the guest, 0–100. */
  readonly scoreAfter: number;
  /** Health of the cluster with the guest there, 0–100; null without a node that counts. */
  readonly healthAfter: number | null;
  /** Why the node does not take it; null when it does. */
  readonly refusal: Refusal | null;
}

/** The new guest waits here while nodes are asked; the place has no size and takes no part. */
const WAITING_PLACE = " new guest";

/**
 * Where a new guest is best made: nodes that take it first, of them the one with the lowest load with the guest first. Limits are those of
 * moves for balance's sake, so that a new guest is no reason to move others.
 */
export function bestNode(input: PlanningInput, wanted: NewGuest): readonly NodeOffer[] {
  const { snapshot, vmid } = withNewGuest(input.snapshot, wanted);
  const rules = [
    ...input.rules.filter(({ origin }) => origin !== "tag"),
    ...rulesFromTags(snapshot).rules.filter((rule) => rule.kind !== "ignore"),
  ];
  const model = buildClusterModel({ ...input, snapshot, rules });
  const state = new SearchState(model);
  const guest = model.guestIndex.get(vmid) ?? -1;
  const nodes = [...state.order].filter((node) => model.nodes[node]?.node.name !== WAITING_PLACE);
  return nodes
    .map((node) => offerOf(state, guest, node))
    .sort(
      (one, other) =>
        Number(one.refusal !== null) - Number(other.refusal !== null) ||
        one.loadAfter - other.loadAfter ||
        other.scoreAfter - one.scoreAfter,
    );
}

function offerOf(state: SearchState, guest: number, target: number): NodeOffer {
  const { model, placement, loads, scores, guards } = state;
  const question = { model, placement, guest, target, purpose: "optional" } as const;
  const code = guards.refuseInGroup(question);
  const refusal = code === null ? null : guards.explain(question, code);
  placement.apply(guest, target);
  const scoreAfter = scores.scoreWith(target, placement.load);
  const change = scores.weightOf(target) * (scoreAfter - scores.scoreOf(target));
  const health = scores.health();
  const loadAfter = loads.of(target);
  placement.undo();
  return {
    node: model.nodes[target]?.node.name ?? "",
    loadAfter,
    scoreAfter,
    healthAfter: health === null ? null : health + change,
    refusal,
  };
}

function withNewGuest(
  snapshot: Snapshot,
  wanted: NewGuest,
): { readonly snapshot: Snapshot; readonly vmid: number } {
  const vmid = 1 + Math.max(99, ...snapshot.guests.map((guest) => guest.vmid));
  const guest = newGuest(vmid, wanted, snapshot.readAtMs);
  return {
    snapshot: {
      ...snapshot,
      nodes: [...snapshot.nodes, waitingPlace(snapshot.readAtMs)],
      guests: [...snapshot.guests, guest],
    },
    vmid,
  };
}

function newGuest(vmid: number, wanted: NewGuest, readAtMs: number): Guest {
  const { kind, cpuCount, cpuThreads, memoryBytes, memoryUsedBytes, disks, tags } = wanted;
  return {
    ...NOTHING_READ,
    vmid,
    kind,
    status: "running",
    cpuCount,
    cpuFraction: cpuCount > 0 ? Math.min(1, cpuThreads / cpuCount) : 0,
    memoryUsedBytes,
    memoryTotalBytes: memoryBytes,
    tags: [...new Set(tags.map((tag) => tag.toLowerCase()))].sort(),
    config: {
      digest: null,
      osType: null,
      cores: cpuCount,
      sockets: 1,
      cpuType: null,
      memoryBytes,
      balloonMinimumBytes: null,
      startOnBoot: false,
      disks: disks.map(({ storage, sizeBytes }, index) => ({
        key: `disk${index}`,
        storage,
        volume: `${storage}:new-${index}`,
        sizeBytes,
        cdrom: false,
      })),
      bindMounts: [],
      passthroughKeys: [],
    },
    readAtMs,
  };
}

const NOTHING_READ = {
  objectId: null,
  name: null,
  node: WAITING_PLACE,
  template: false,
  memoryHostBytes: null,
  diskUsedBytes: null,
  diskTotalBytes: null,
  netInBytesPerSecond: null,
  netOutBytesPerSecond: null,
  diskReadBytesPerSecond: null,
  diskWriteBytesPerSecond: null,
  counters: null,
  uptimeSeconds: null,
  pool: null,
  lock: null,
  haState: null,
  creationMark: null,
} as const;

function waitingPlace(readAtMs: number): Node {
  return {
    objectId: null,
    name: WAITING_PLACE,
    status: "online",
    cpuFraction: null,
    ioWaitFraction: null,
    cpuCount: null,
    cpuSockets: null,
    cpuModel: null,
    loadAverage: null,
    memoryUsedBytes: null,
    memoryTotalBytes: null,
    swapUsedBytes: null,
    swapTotalBytes: null,
    ksmSharedBytes: null,
    rootUsedBytes: null,
    rootTotalBytes: null,
    netInBytesPerSecond: null,
    netOutBytesPerSecond: null,
    pressure: null,
    uptimeSeconds: null,
    pveVersion: null,
    kernelVersion: null,
    haState: null,
    readAtMs,
  };
}
