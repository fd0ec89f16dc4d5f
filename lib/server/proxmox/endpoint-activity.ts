import "server-only";
import type { PveError } from "./pve-error";
import { isAboutTheConnection } from "./pve-error";

export interface EndpointFailure {
  readonly kind: PveError["kind"];
  readonly message: string;
  /** Method and path template. */
  readonly call: string;
  readonly status: number | null;
  readonly atMs: number;
}

interface EndpointState {
  answeredAtMs: number | null;
  latencyMs: number | null;
  failure: EndpointFailure | null;
  isFailing: boolean;
}

interface RecentCall {
  readonly atMs: number;
  readonly endpoint: string;
  /** The node that had to work on it; null for the endpoint itself. */
  readonly node: string | null;
}

interface ClusterState {
  readonly endpoints: Map<string, EndpointState>;
  readonly recent: RecentCall[];
}

export interface FinishedCall {
  readonly clusterId: string;
  readonly endpoint: string;
  readonly node: string | null;
  readonly call: string;
  readonly ms: number;
  readonly failure: PveError | null;
}

const WINDOW_MS = 60_000;

// Jobs and route handlers are separate bundles of one process; what they know is one.
const registry = globalThis as typeof globalThis & { evenkeelPveActivity?: Map<string, ClusterState> };
registry.evenkeelPveActivity ??= new Map();
const clusters = registry.evenkeelPveActivity;

/** Remembers what a call told of the endpoint, and that it was made. */
export function noteCall(
  { clusterId, endpoint, node, call, ms, failure }: FinishedCall,
  nowMs = Date.now(),
): void {
  const cluster = clusters.get(clusterId) ?? nothingKnown();
  clusters.set(clusterId, cluster);
  forgetOld(cluster.recent, nowMs);
  cluster.recent.push({ atMs: nowMs, endpoint, node });
  const state = cluster.endpoints.get(endpoint) ?? neverAsked();
  cluster.endpoints.set(endpoint, state);
  // A refusal is an answer too: the endpoint lives.
  const isSilent = failure !== null && isAboutTheConnection(failure.kind);
  state.isFailing = isSilent;
  if (!isSilent) {
    state.answeredAtMs = nowMs;
    state.latencyMs = ms;
  }
  if (failure)
    state.failure = {
      kind: failure.kind,
      message: failure.message,
      call,
      status: failure.status,
      atMs: nowMs,
    };
}

export interface ClusterActivity {
  readonly callsLastMinute: number;
  readonly nodes: readonly { readonly name: string; readonly callsLastMinute: number }[];
  readonly endpoint: (label: string) => Readonly<EndpointState> & { readonly callsLastMinute: number };
}

/** What this process knows of a cluster's endpoints, and the calls of the last minute. */
export function readActivity(clusterId: string, nowMs = Date.now()): ClusterActivity {
  const cluster = clusters.get(clusterId) ?? nothingKnown();
  forgetOld(cluster.recent, nowMs);
  const byEndpoint = countBy(cluster.recent, ({ endpoint }) => endpoint);
  const byNode = countBy(cluster.recent, ({ node }) => node);
  return {
    callsLastMinute: cluster.recent.length,
    nodes: [...byNode]
      .map(([name, callsLastMinute]) => ({ name, callsLastMinute }))
      .sort((a, b) => b.callsLastMinute - a.callsLastMinute || (a.name < b.name ? -1 : 1)),
    endpoint: (label) => ({
      ...(cluster.endpoints.get(label) ?? neverAsked()),
      callsLastMinute: byEndpoint.get(label) ?? 0,
    }),
  };
}

/** Forgets a cluster that is no longer read, or is reached in another way. */
export function forgetActivity(clusterId: string): void {
  clusters.delete(clusterId);
}

function nothingKnown(): ClusterState {
  return { endpoints: new Map(), recent: [] };
}

function neverAsked(): EndpointState {
  return { answeredAtMs: null, latencyMs: null, failure: null, isFailing: false };
}

function forgetOld(recent: RecentCall[], nowMs: number): void {
  let old = 0;
  while (old < recent.length && (recent[old]?.atMs ?? 0) <= nowMs - WINDOW_MS) old += 1;
  if (old > 0) recent.splice(0, old);
}

function countBy<Item>(items: readonly Item[], keyOf: (item: Item) => string | null): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== null) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
