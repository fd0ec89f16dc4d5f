import "server-only";
import type { z } from "zod";
import type { ClusterTaskRow, taskQuery } from "@/lib/api/tasks";
import type { Task } from "@/lib/inventory/snapshot";
import type { Viewer } from "@/lib/server/auth/viewer";
import { readVisibleReadings } from "@/lib/server/live/read-visible-readings";

type TaskQuery = z.output<typeof taskQuery>;

/**
 * Tasks of Proxmox VE, newest first, as far back as the clusters tell.
 *
 * @throws AppError not_found for a cluster that is not there
 */
export async function readTasks(
  viewer: Viewer,
  { cluster, limit, ...wanted }: TaskQuery,
): Promise<{ readonly rows: readonly ClusterTaskRow[]; readonly total: number }> {
  const readings = await readVisibleReadings(viewer, cluster);
  const rows = readings
    .flatMap(({ snapshot: { clusterId, tasks } }) => tasks.map((task) => rowFrom(clusterId, task)))
    .filter((row) => isWanted(row, wanted))
    .sort((a, b) => b.startedAtMs - a.startedAtMs);
  return { rows: rows.slice(0, limit), total: rows.length };
}

function rowFrom(clusterId: string, task: Task): ClusterTaskRow {
  const { upid, node, type, subject, user, startedAtMs, endedAtMs, exitStatus } = task;
  return { clusterId, upid, node, type, subject, user, startedAtMs, endedAtMs, exitStatus };
}

function isWanted(row: ClusterTaskRow, { node, state, text }: Pick<TaskQuery, "node" | "state" | "text">) {
  if (node !== undefined && row.node !== node) return false;
  if (state !== undefined && stateOf(row) !== state) return false;
  const said = `${row.type} ${row.subject} ${row.user} ${row.node} ${row.exitStatus ?? ""}`.toLowerCase();
  return (text ?? "")
    .toLowerCase()
    .split(/\s+/)
    .every((word) => said.includes(word));
}

function stateOf({ endedAtMs, exitStatus }: ClusterTaskRow): z.output<typeof taskQuery>["state"] {
  if (endedAtMs === null) return "running";
  return exitStatus === null || exitStatus === "OK" || exitStatus.startsWith("WARNINGS") ? "done" : "failed";
}
