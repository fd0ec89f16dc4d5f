import "server-only";
import type { HighAvailability, ReplicationJob } from "@/lib/inventory/cluster-extras";
import type { Node, Snapshot } from "@/lib/inventory/snapshot";
import { PveError } from "@/lib/server/proxmox/pve-error";
import type { PveParameters } from "@/lib/server/proxmox/pve-transport";
import { atLeast } from "@/lib/server/proxmox/pve-version";
import { type FieldReader, readRows } from "./normalise/field-reader";
import { normaliseHaRules, normaliseHaServices, rulesFromGroups } from "./normalise/normalise-ha";
import { normaliseLog } from "./normalise/normalise-log";
import { readBalancer } from "./normalise/normalise-options";
import { normaliseReplication, withReplicationState } from "./normalise/normalise-replication";
import type { ReadingContext } from "./reading-context";

export type ClusterExtras = Pick<Snapshot, "highAvailability" | "balancer" | "replication" | "log">;

const MINUTE_MS = 60_000;
/** A right that is missing will be missing for a while. */
const RETRY_MS = 10 * MINUTE_MS;
const MOST_LOG_ENTRIES = 100;

/**
 * What of a cluster changes seldom, each part on a round of its own: HA every minute, the log too, the balancer's
 * settings and replication every five. What is not due, or cannot be read, stays as it was.
 */
export async function readClusterExtras(
  context: ReadingContext,
  nodes: readonly Node[],
  pveVersion: string | null,
): Promise<ClusterExtras> {
  const { previous, problems } = context;
  const highAvailability = await part(context, "ha", MINUTE_MS, previous?.highAvailability, () =>
    readHighAvailability(context, pveVersion),
  );
  const balancer = await part(context, "options", 5 * MINUTE_MS, previous?.balancer, async () =>
    readBalancer(await get(context, "/cluster/options"), problems),
  );
  const log = context.everything
    ? undefined
    : await part(context, "log", MINUTE_MS, previous?.log, async () =>
        normaliseLog(await rows(context, "/cluster/log", { max: MOST_LOG_ENTRIES })),
      );
  const jobs = await part(context, "replication", 5 * MINUTE_MS, previous?.replication, async () =>
    normaliseReplication(await rows(context, "/cluster/replication"), previous?.replication ?? []),
  );
  const replication = jobs && (await readReplicationState(context, jobs, nodes));
  return {
    ...(highAvailability && { highAvailability }),
    ...(balancer && { balancer }),
    ...(replication && { replication }),
    ...(log && { log }),
  };
}

async function readHighAvailability(
  context: ReadingContext,
  pveVersion: string | null,
): Promise<HighAvailability> {
  const services = normaliseHaServices(await rows(context, "/cluster/ha/resources"));
  if (atLeast(pveVersion, "9.0"))
    return { services, rules: normaliseHaRules(await rows(context, "/cluster/ha/rules")) };
  // Without a service with a group there is nothing to ask, and 9 in the middle of an upgrade has no groups any more.
  if (services.every(({ group }) => group === null)) return { services, rules: [] };
  return { services, rules: rulesFromGroups(await rows(context, "/cluster/ha/groups"), services) };
}

/** A job's source knows when it last ran: one node a reading, each every five minutes. */
async function readReplicationState(
  context: ReadingContext,
  jobs: readonly ReplicationJob[],
  nodes: readonly Node[],
): Promise<readonly ReplicationJob[]> {
  const online = new Set(nodes.filter(({ status }) => status === "online").map(({ name }) => name));
  const sources = [...new Set(jobs.flatMap(({ source }) => source ?? []))].filter((name) => online.has(name));
  const node = sources.find((name) => context.rota.isDue(`replication/${name}`, 5 * MINUTE_MS));
  if (node === undefined || context.everything || context.callsLeft() < 1) return jobs;
  context.rota.tried(`replication/${node}`);
  try {
    return withReplicationState(jobs, await rows(context, `/nodes/${encodeURIComponent(node)}/replication`));
  } catch (error) {
    if (error instanceof PveError) return jobs;
    throw error;
  }
}

async function part<Value>(
  context: ReadingContext,
  name: string,
  everyMs: number,
  kept: Value | undefined,
  read: () => Promise<Value>,
): Promise<Value | undefined> {
  const isDue = context.everything || context.state.isDue(name, everyMs, RETRY_MS);
  if (!isDue || (!context.everything && context.callsLeft() < 2)) return kept;
  try {
    const value = await read();
    context.state.succeeded(name);
    return value;
  } catch (error) {
    if (!(error instanceof PveError)) throw error;
    context.state.failed(name, error);
    return kept;
  }
}

async function rows(
  context: ReadingContext,
  path: string,
  params?: PveParameters,
): Promise<readonly FieldReader[]> {
  return readRows(await get(context, path, params), path, context.problems);
}

async function get(context: ReadingContext, path: string, params?: PveParameters): Promise<unknown> {
  const { transport, deadline } = context;
  return (await transport.request({ method: "GET", path, params, signal: deadline })).data;
}
