import "server-only";
import type { Node } from "@/lib/inventory/snapshot";
import { atLeast } from "@/lib/server/proxmox/pve-version";
import {
  addNodeMinute,
  addNodeSample,
  addNodeStatus,
  type NodeSample,
} from "./normalise/normalise-node-details";
import type { ReadingContext } from "./reading-context";

const MINUTE_MS = 60_000;
/** Details older than this are not shown as if they were of now. */
const LONGEST_KEPT_MS = 5 * MINUTE_MS;
const MOST_CALLS = 16;
/** For configurations and what comes after them, so that no part of a large cluster waits for ever. */
const CALLS_KEPT = 18;

interface DetailCall {
  readonly node: string;
  readonly part: string;
  readonly everyMs: number;
  readonly ageMs: number;
}

interface KnownOfCluster {
  /** Newest sample of each node; null where there is no call that gives them all. */
  readonly samples: ReadonlyMap<string, NodeSample> | null;
  readonly pveVersion: string | null;
}

/**
 * Adds to each node what `/cluster/resources` leaves out. Where one call gives the samples of all nodes
 * (`/cluster/metrics/export`), a node's own status is read once a minute; else as often as the budget allows.
 * Pressure comes from the node's RRD, once a minute, which the contacted host answers by itself.
 */
export async function readNodeDetails(
  context: ReadingContext,
  nodes: readonly Node[],
  cluster: KnownOfCluster,
): Promise<readonly Node[]> {
  forgiveReturned(context, nodes);
  const { samples } = cluster;
  const answers = await askNodes(context, nodes, cluster);
  return nodes.map((node) => {
    const sample = samples?.get(node.name);
    const status = answers.get(`node-status/${node.name}`);
    const minute = answers.get(`node-minute/${node.name}`);
    let detailed = expireDetails(context, node, sample !== undefined);
    if (status !== undefined) detailed = withStatus(context, detailed, status);
    if (sample && node.status === "online") detailed = addNodeSample(detailed, sample);
    if (minute === undefined) return detailed;
    return addNodeMinute(detailed, minute, {
      path: `/nodes/${node.name}/rrddata`,
      problems: context.problems,
      isFresher: sample !== undefined || status !== undefined,
    });
  });
}

async function askNodes(
  context: ReadingContext,
  nodes: readonly Node[],
  cluster: KnownOfCluster,
): Promise<ReadonlyMap<string, unknown>> {
  const answers = new Map<string, unknown>();
  await Promise.all(
    dueCalls(context, nodes, cluster).map(async ({ node, part }) => {
      const asked = context.api.nodes.$(encodeURIComponent(node));
      try {
        const answer: unknown = part.startsWith("node-status/")
          ? await asked.status.$get()
          : await asked.rrddata.$get({ timeframe: "hour", cf: "AVERAGE" });
        answers.set(part, answer);
        context.state.succeeded(part);
      } catch (error) {
        context.state.failed(part, error);
      }
    }),
  );
  return answers;
}

function dueCalls(
  context: ReadingContext,
  nodes: readonly Node[],
  cluster: KnownOfCluster,
): readonly DetailCall[] {
  const { state, everything } = context;
  const wanted = nodes
    .filter(({ status }) => status === "online" || everything)
    .flatMap((node) => wantedParts(context, node, cluster));
  if (everything) return wanted;
  const left = Math.max(0, context.callsLeft());
  const most = Math.min(MOST_CALLS, Math.max(left - CALLS_KEPT, Math.floor(left / 3)));
  return wanted
    .filter(({ part, everyMs }) => state.isDue(part, everyMs, 10_000))
    .sort((a, b) => b.ageMs - a.ageMs)
    .slice(0, most);
}

function wantedParts(
  context: ReadingContext,
  node: Node,
  { samples, pveVersion }: KnownOfCluster,
): readonly DetailCall[] {
  const hasSamples = samples !== null;
  const call = (part: string, everyMs: number) => ({
    node: node.name,
    part,
    everyMs,
    ageMs: context.state.ageMs(part),
  });
  const status = call(`node-status/${node.name}`, hasSamples ? MINUTE_MS : 5_000);
  const minute = call(`node-minute/${node.name}`, MINUTE_MS);
  // PVE 8 has no pressure, and the samples hold all the rest.
  const hasPressure = atLeast(node.pveVersion ?? pveVersion, "9.0");
  return context.everything || !hasSamples || hasPressure ? [status, minute] : [status];
}

/** A node that the cluster sees again is asked at once, however long it was silent. */
function forgiveReturned(context: ReadingContext, nodes: readonly Node[]): void {
  const before = new Map(context.previous?.nodes.map(({ name, status }) => [name, status]));
  for (const { name, status } of nodes)
    if (status === "online" && before.has(name) && before.get(name) !== "online")
      context.transport.forgiveNode(name);
}

function withStatus(context: ReadingContext, node: Node, status: unknown): Node {
  const detailed = addNodeStatus(node, status, `/nodes/${node.name}/status`, context.problems);
  if (node.status !== "unknown" || detailed.cpuFraction === null) return detailed;
  // No list told the node's state, and it has just answered.
  return { ...detailed, status: "online", readAtMs: context.readAtMs };
}

function expireDetails({ state }: ReadingContext, node: Node, hasSample: boolean): Node {
  const minuteAgeMs = state.ageMs(`node-minute/${node.name}`);
  const ageMs = hasSample
    ? 0
    : Math.min(minuteAgeMs, state.ageMs(`node-status/${node.name}`), sampleAgeMs(state, node));
  const pressure = minuteAgeMs > LONGEST_KEPT_MS ? null : node.pressure;
  if (ageMs <= LONGEST_KEPT_MS) return { ...node, pressure };
  return {
    ...node,
    pressure,
    ioWaitFraction: null,
    loadAverage: null,
    swapUsedBytes: null,
    ksmSharedBytes: null,
    netInBytesPerSecond: null,
    netOutBytesPerSecond: null,
    counters: null,
  };
}

function sampleAgeMs(state: ReadingContext["state"], { counters }: Node): number {
  return counters ? state.ageMs("metrics-export") : Number.POSITIVE_INFINITY;
}
