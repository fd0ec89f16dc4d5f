import "server-only";
import type { ClusterFacts } from "@/lib/inventory/doctor/concern";
import { isRow, readRows } from "@/lib/server/collection/normalise/field-reader";
import { readBalancer } from "@/lib/server/collection/normalise/normalise-options";
import { Problems } from "@/lib/server/collection/normalise/problems";
import { PveError } from "@/lib/server/proxmox/pve-error";
import type { PveTransport } from "@/lib/server/proxmox/pve-transport";

const TIMEOUT_MS = 8_000;
/** A clock is one call; a large cluster's are read in part rather than at the readings' expense. */
const MOST_CLOCKS = 32;

export interface ClusterExamination {
  readonly haServices: number | null;
  readonly balancer: ClusterFacts["balancer"];
  readonly clockOffsets: ReadonlyMap<string, number>;
}

/** What of a cluster's own state concerns a balancer: its HA, its own balancing, the clocks of its nodes. */
export async function examineCluster(
  transport: PveTransport,
  nodes: readonly string[],
): Promise<ClusterExamination> {
  const [services, options, clocks] = await Promise.all([
    read(transport, "/cluster/ha/status/current"),
    read(transport, "/cluster/options"),
    Promise.all(nodes.slice(0, MOST_CLOCKS).map((node) => readClock(transport, node))),
  ]);
  return {
    haServices: Array.isArray(services)
      ? readRows(services, "/cluster/ha/status/current", new Problems()).filter(
          ({ row }) => row.type === "service",
        ).length
      : null,
    balancer: options === null ? null : readBalancer(options, new Problems()),
    clockOffsets: new Map(clocks.flatMap((clock) => (clock ? [clock] : []))),
  };
}

async function readClock(transport: PveTransport, node: string): Promise<readonly [string, number] | null> {
  const sentAtMs = Date.now();
  const answer = await read(transport, `/nodes/${encodeURIComponent(node)}/time`);
  const seconds = isRow(answer) ? Number(answer.time) : Number.NaN;
  if (!Number.isFinite(seconds) || seconds <= 0) return null;
  return [node, seconds * 1_000 + 500 - (sentAtMs + Date.now()) / 2];
}

/** Null when it cannot be read: an examination tells what it can. */
async function read(transport: PveTransport, path: string): Promise<unknown> {
  try {
    return (await transport.request({ method: "GET", path, timeoutMs: TIMEOUT_MS })).data;
  } catch (error) {
    if (error instanceof PveError) return null;
    throw error;
  }
}
