import type { ScenarioNode, ScenarioStorage } from "@/lib/inventory/scenario/scenario";
import type { ScenarioGuest } from "@/lib/inventory/scenario/scenario-guest";
import { isSharedStorage } from "@/lib/inventory/scenario/snapshot-from-scenario";
import { hashNumbers, Random } from "../random";
import type { ReleaseProfile } from "../release";
import type { GuestState, HaService, NodeState, StorageState } from "./state";

const DAY = 86_400;

/** Nothing in the cluster is younger than its own past: marks made from this moment are the same at every start. */
const FOUNDED_AT = Date.UTC(2025, 0, 6) / 1_000;

interface Birth {
  readonly now: number;
  readonly seed: number;
  readonly profile: ReleaseProfile;
}

export function buildNode(spec: ScenarioNode, index: number, { now, seed, profile }: Birth): NodeState {
  const online = spec.status === "online";
  const random = new Random(hashNumbers(seed, index, 1));
  return {
    spec,
    name: spec.name,
    nodeId: index + 1,
    ip: `10.20.${Math.floor(index / 200)}.${10 + (index % 200)}`,
    online,
    seenOnline: online,
    maintenance: spec.maintenance,
    profile,
    startedAt: lastStart(now, random.between(60 * DAY, 180 * DAY), random.between(0, 180 * DAY)),
    sample: null,
    outages: online ? [] : [{ from: Math.floor(now - random.between(600, DAY)), to: null }],
    refusedCalls: 0,
  };
}

/** What a guest has of its own depends on its VMID alone, not on those before it: it is the same at every start. */
export function buildGuest(spec: ScenarioGuest, slot: number, { now, seed, profile }: Birth): GuestState {
  const random = new Random(hashNumbers(seed, spec.vmid, 2));
  const createdAt = Math.floor(Math.min(now, FOUNDED_AT) - random.between(20 * DAY, 700 * DAY));
  const runs = spec.status !== "stopped";
  return {
    spec,
    vmid: spec.vmid,
    type: spec.type,
    slot,
    createdAt,
    createdWith: profile.qemu,
    runsWith: profile,
    cores: spec.cores * spec.sockets,
    name: spec.name ?? (spec.type === "qemu" ? `VM ${spec.vmid}` : `CT${spec.vmid}`),
    node: spec.node,
    power: spec.status,
    lock: spec.lock,
    tags: tagText(spec.tags),
    pool: spec.pool,
    ha: spec.ha?.managed ? haService(spec.ha) : null,
    snapshots: (spec.snapshots ?? []).map((snapshot) => ({
      ...snapshot,
      takenAt: Math.floor(Date.parse(snapshot.takenAt) / 1_000),
      parent: snapshot.parent,
    })),
    currentSnapshot: spec.currentSnapshot,
    pid: 1_000 + random.below(400_000),
    startedAt: lastStart(now, random.between(20 * DAY, 60 * DAY), random.between(0, 60 * DAY)),
    counters: { netIn: 0, netOut: 0, diskRead: 0, diskWrite: 0 },
    sample: null,
    periods: [{ from: Number.NEGATIVE_INFINITY, node: runs ? spec.node : null }],
  };
}

function haService(spec: NonNullable<ScenarioGuest["ha"]>): HaService {
  const usual = newHaService(spec.state);
  return {
    ...usual,
    maxRestart: spec.maxRestart ?? usual.maxRestart,
    maxRelocate: spec.maxRelocate ?? usual.maxRelocate,
    failback: spec.failback ?? usual.failback,
    autoRebalance: spec.autoRebalance ?? usual.autoRebalance,
    comment: spec.comment,
  };
}

/** A guest that HA has just been given, with PVE's defaults. */
export function newHaService(state: string): HaService {
  return {
    state,
    requested: state,
    maxRestart: 1,
    maxRelocate: 1,
    failback: true,
    autoRebalance: true,
    comment: undefined,
    home: null,
    starting: false,
    failedStarts: 0,
    failedNodes: [],
  };
}

/** Starts come back every `period` seconds, so that a simulator that is started again finds the same last one. */
function lastStart(now: number, period: number, phase: number): number {
  return Math.floor(now - ((((now - phase) % period) + period) % period));
}

export function buildStorage(spec: ScenarioStorage, nodeNames: readonly string[]): StorageState {
  const shared = isSharedStorage(spec);
  const nodes = spec.nodes ?? nodeNames;
  const { used } = spec;
  const usedOn = (node: string): number => (typeof used === "number" ? used : (used[node] ?? 0));
  return {
    spec,
    id: spec.id,
    shared,
    nodes,
    used: shared
      ? new Map([["", typeof used === "number" ? used : Math.max(0, ...Object.values(used))]])
      : new Map(nodes.map((node) => [node, usedOn(node)])),
  };
}

/** As PVE writes tags: lower case, sorted, once each, joined by semicolons. */
export function tagText(tags: readonly string[]): string {
  return [...new Set(tags.map((tag) => tag.toLowerCase()))].sort().join(";");
}
