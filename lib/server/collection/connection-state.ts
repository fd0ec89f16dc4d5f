import "server-only";
import type { ConnectionProblem } from "@/lib/api/clusters";
import type { InventoryEvent } from "@/lib/inventory/inventory-event";
import { pool } from "@/lib/server/db/pool";
import { recordConnectionProblem } from "@/lib/server/live/record-connection-problem";
import { childLog } from "@/lib/server/log";
import { recordEvents } from "./record-events";

interface ClusterName {
  readonly id: string;
  readonly name: string;
}

/** Notes that a cluster could not be read; an event and a line in the log when that, or the reason, is new. */
export async function noteUnreachable({ id, name }: ClusterName, problem: ConnectionProblem): Promise<void> {
  const known = await readStoredProblem(id);
  const isSame = known?.code === problem.code;
  if (isSame && known.message === problem.message) return;
  await recordConnectionProblem(id, { ...problem, sinceMs: isSame ? known.sinceMs : problem.sinceMs });
  if (isSame) return;
  childLog("collection").warn({ clusterId: id, cluster: name, code: problem.code }, problem.message);
  if (known) return;
  await recordEvents(id, [
    event(
      "cluster-unreachable",
      "critical",
      problem.sinceMs,
      `${name} cannot be read: ${sentence(problem.message)}`,
      { code: problem.code },
    ),
  ]);
}

/** Notes that a cluster can be read (again). */
export async function noteReachable({ id, name }: ClusterName, nowMs: number): Promise<void> {
  const known = await readStoredProblem(id);
  if (!known) return;
  await recordConnectionProblem(id, null);
  childLog("collection").info({ clusterId: id, cluster: name }, "the cluster can be read again");
  const seconds = Math.max(0, Math.round((nowMs - known.sinceMs) / 1_000));
  await recordEvents(id, [
    event("cluster-reachable", "info", nowMs, `${name} can be read again after ${seconds} s`, { seconds }),
  ]);
}

async function readStoredProblem(clusterId: string): Promise<ConnectionProblem | null> {
  const { rows } = await pool().query<{ code: ConnectionProblem["code"]; message: string; since_ms: string }>(
    `SELECT code, message, (extract(epoch FROM since) * 1000)::bigint AS since_ms
     FROM metrics.connection_problem WHERE cluster_id = $1`,
    [clusterId],
  );
  const [row] = rows;
  return row ? { code: row.code, message: row.message, sinceMs: Number(row.since_ms) } : null;
}

function event(
  kind: "cluster-unreachable" | "cluster-reachable",
  severity: InventoryEvent["severity"],
  atMs: number,
  message: string,
  details: InventoryEvent["details"],
): InventoryEvent {
  return {
    kind,
    severity,
    atMs,
    message,
    details,
    node: null,
    vmid: null,
    guestObjectId: null,
    storage: null,
  };
}

/** Events are phrases without a full stop. */
function sentence(message: string): string {
  return message.replace(/\.$/, "");
}
