import "server-only";
import { setMaxListeners } from "node:events";
import type { Guest, Node, Snapshot, Task } from "@/lib/inventory/snapshot";
import { type CountingTransport, countingTransport } from "@/lib/server/proxmox/counting-transport";
import { proxmoxClient } from "@/lib/server/proxmox/proxmox-client";
import { PveError } from "@/lib/server/proxmox/pve-error";
import type { PveTransport } from "@/lib/server/proxmox/pve-transport";
import { atLeast, plainPveVersion } from "@/lib/server/proxmox/pve-version";
import { FieldReader, isRow, readRows } from "./normalise/field-reader";
import { normaliseClusterStatus } from "./normalise/normalise-cluster-status";
import { type NodeSample, readMetricsExport } from "./normalise/normalise-node-details";
import { normaliseTasks } from "./normalise/normalise-tasks";
import { Problems } from "./normalise/problems";
import { readBackups } from "./read-backups";
import { readClusterExtras } from "./read-cluster-extras";
import { readGuestConfigs } from "./read-guest-configs";
import { readGuestExtras } from "./read-guest-extras";
import { readInventory } from "./read-inventory";
import { readNodeDetails } from "./read-node-details";
import { type KnownGuest, readSingleGuests } from "./read-single-guests";
import type { ReadingContext } from "./reading-context";
import { type LastTried, ReadingState } from "./reading-state";
import { refuseBlindToken } from "./refuse-blind-token";
import { SlowRota } from "./slow-rota";

/** Requests that one reading may cost, whatever the size of the cluster and whatever has to be sent again. */
export const CALLS_PER_READING = 40;
/** Requests that a reading plans with; the rest is for what has to be sent again. */
const CALLS_PLANNED = 36;
const VERSION_EVERY_MS = 10 * 60_000;
/** A token may lack the right, and a dead member may make PVE take too long over it. */
const EXPORT_RETRY_MS = 2 * 60_000;
/** A clock that is off by more than this is worth telling. */
const LARGEST_SKEW_MS = 60_000;

export interface ClusterReadingInput {
  readonly clusterId: string;
  readonly transport: PveTransport;
  readonly previous: Snapshot | null;
  readonly readAtMs: number;
  /** Time for everything but the one call that makes the reading. */
  readonly detailsTimeoutMs: number;
  readonly lastTried?: LastTried;
  readonly knownNodes?: readonly string[];
  readonly everything?: boolean;
  /** Guests to ask one by one when no list shows them. */
  readonly knownGuests?: readonly KnownGuest[];
  /** Takes what could not be read; for a caller that adds to it. */
  readonly problems?: Problems;
}

export interface ClusterReading {
  readonly snapshot: Snapshot;
  readonly apiCalls: number;
}

/**
 * One consistent reading of a cluster, without our object numbers. Parts that cannot be read keep their last values
 * and age. Throws PveError when the cluster itself cannot be read.
 */
export async function readCluster(input: ClusterReadingInput): Promise<ClusterReading> {
  const { previous, readAtMs } = input;
  const transport = countingTransport(
    input.transport,
    input.everything ? Number.POSITIVE_INFINITY : CALLS_PER_READING,
  );
  const deadline = AbortSignal.timeout(input.detailsTimeoutMs);
  // Every call of the reading listens to it.
  setMaxListeners(0, deadline);
  const context = openContext(input, transport, deadline);
  let endpoint = previous?.endpoint ?? "";
  const watched = withEndpoint(context, (label) => {
    endpoint = label;
  });
  try {
    const lists = await readInventory(watched);
    const inventory = {
      ...lists,
      guests: await readSingleGuests(watched, input.knownGuests ?? [], lists.guests),
    };
    await refuseBlindToken(watched, inventory);
    const details = { ...watched, api: proxmoxClient(watched.transport, { signal: deadline }) };
    const [status, tasks, pveVersion] = await Promise.all([
      readStatus(details),
      readTasks(
        details,
        inventory.nodes.map(({ name }) => name),
      ),
      readVersion(details),
    ]);
    const samples = await readSamples(details, pveVersion);
    const nodes = await readNodeDetails(details, inventory.nodes, { samples, pveVersion });
    const configured = await readGuestConfigs(details, inventory.guests, nodes, tasks);
    const extras = await readClusterExtras(details, nodes, pveVersion);
    const backups = await readBackups(details, inventory.storages, nodes);
    const guests = await readGuestExtras(details, configured, nodes);
    const snapshot: Snapshot = {
      version: 1,
      clusterId: input.clusterId,
      sequence: (previous?.sequence ?? 0) + 1,
      readAtMs,
      endpoint,
      clusterName: status.clusterName,
      pveVersion,
      quorate: status.quorate,
      nodes,
      guests,
      storages: inventory.storages,
      tasks,
      parts: partsOf(context, nodes, guests),
      problems: context.problems.list(),
      ...extras,
      ...(backups && { backups }),
    };
    return { snapshot, apiCalls: transport.calls() };
  } catch (error) {
    if (error instanceof PveError) error.attempts = transport.calls();
    throw error;
  }
}

function openContext(
  input: ClusterReadingInput,
  transport: CountingTransport,
  deadline: AbortSignal,
): ReadingContext {
  const { previous, readAtMs } = input;
  const lastTried: LastTried = input.lastTried ?? new Map();
  return {
    api: proxmoxClient(transport),
    transport,
    previous,
    readAtMs,
    state: new ReadingState(previous, lastTried, readAtMs),
    rota: new SlowRota(lastTried, readAtMs),
    problems: input.problems ?? new Problems(),
    deadline,
    knownNodes: input.knownNodes ?? previous?.nodes.map(({ name }) => name) ?? [],
    everything: input.everything ?? false,
    callsLeft: () => CALLS_PLANNED - transport.calls(),
  };
}

/** The freshness of everything that is still there. In a piecemeal reading a node's own lists stand for it. */
function partsOf({ state }: ReadingContext, nodes: readonly Node[], guests: readonly Guest[]) {
  const isPiecemeal = state.errorOf("resources") !== null;
  const names = new Set([
    ...guests.map(({ vmid }) => `config/${vmid}`),
    ...nodes.flatMap(({ name }) => [
      `node-status/${name}`,
      `node-minute/${name}`,
      ...(isPiecemeal ? [`node/${name}`] : []),
    ]),
  ]);
  return state.list((part) => !part.includes("/") || names.has(part));
}

async function readStatus(context: ReadingContext): Promise<Pick<Snapshot, "clusterName" | "quorate">> {
  const kept = {
    clusterName: context.previous?.clusterName ?? null,
    quorate: context.previous?.quorate ?? null,
  };
  return attempt(context, "status", kept, async () => {
    const answer: unknown = await context.api.cluster.status.$get();
    return normaliseClusterStatus(readRows(answer, "/cluster/status", context.problems));
  });
}

async function readTasks(context: ReadingContext, nodes: readonly string[]): Promise<readonly Task[]> {
  const tasks = await attempt<readonly Task[] | null>(context, "tasks", null, async () => {
    const answer: unknown = await context.api.cluster.tasks.$get();
    return normaliseTasks(readRows(answer, "/cluster/tasks", context.problems), mostTasks(context));
  });
  if (tasks !== null) return tasks;
  if (!context.everything) return context.previous?.tasks ?? [];
  const lists = await Promise.all(
    nodes.map((node) =>
      attempt<readonly FieldReader[]>(context, `tasks-of/${node}`, [], async () => {
        const answer: unknown = await context.api.nodes.$(encodeURIComponent(node)).tasks.$get();
        return readRows(answer, `/nodes/${node}/tasks`, context.problems);
      }),
    ),
  );
  return normaliseTasks(lists.flat(), mostTasks(context));
}

function mostTasks({ everything }: ReadingContext): number | undefined {
  return everything ? Number.POSITIVE_INFINITY : undefined;
}

async function readVersion(context: ReadingContext): Promise<string | null> {
  const kept = context.previous?.pveVersion ?? null;
  if (!context.everything && kept !== null && !context.state.isDue("version", VERSION_EVERY_MS)) return kept;
  return attempt(context, "version", kept, async () => {
    const answer: unknown = await context.api.version.$get();
    if (!isRow(answer)) {
      context.problems.add("/version", "the answer is not an object");
      return kept;
    }
    const row = new FieldReader(answer, "/version", context.problems);
    const [version, release] = [row.text("version"), row.text("release")];
    const plain = plainPveVersion(version) ?? plainPveVersion(release);
    if (plain === null && version !== null) row.problem("version", `"${version}" is not a version`);
    return plain ?? kept;
  });
}

/** The newest sample of every node in one call (PVE 8.2 and later, `Sys.Audit` on `/`); null where there is none. */
async function readSamples(
  context: ReadingContext,
  pveVersion: string | null,
): Promise<ReadonlyMap<string, NodeSample> | null> {
  const { state } = context;
  if (!context.everything && !atLeast(pveVersion, "8.2")) return null;
  if (!context.everything && !state.isDue("metrics-export", 0, EXPORT_RETRY_MS)) return null;
  const path = "/cluster/metrics/export";
  return attempt<ReadonlyMap<string, NodeSample> | null>(context, "metrics-export", null, async () => {
    const { data } = await context.transport.request({ method: "GET", path, signal: context.deadline });
    const samples = readMetricsExport(data, path, context.problems);
    if (!context.everything) for (const [node, { atMs }] of samples) tellSkew(context, node, atMs);
    return samples;
  });
}

function tellSkew({ problems, readAtMs }: ReadingContext, node: string, atMs: number): void {
  const skewMs = atMs - readAtMs;
  if (Math.abs(skewMs) <= LARGEST_SKEW_MS) return;
  const seconds = Math.round(Math.abs(skewMs) / 1_000);
  problems.add(
    `/cluster/metrics/export node/${node}`,
    `the clock of ${node} is ${seconds} s ${skewMs > 0 ? "ahead" : "behind"}, or its samples are old`,
  );
}

async function attempt<Result>(
  context: ReadingContext,
  part: string,
  kept: Result,
  read: () => Promise<Result>,
): Promise<Result> {
  try {
    const result = await read();
    context.state.succeeded(part);
    return result;
  } catch (error) {
    if (!(error instanceof PveError)) throw error;
    context.state.failed(part, error);
    return kept;
  }
}

/** Notes which endpoint answered first. */
function withEndpoint(context: ReadingContext, note: (endpoint: string) => void): ReadingContext {
  let noted = false;
  const transport = {
    ...context.transport,
    request: async (...args: Parameters<PveTransport["request"]>) => {
      const answer = await context.transport.request(...args);
      if (!noted) note(answer.endpoint);
      noted = true;
      return answer;
    },
  };
  return { ...context, transport, api: proxmoxClient(transport) };
}
