import "server-only";
import type { z } from "zod";
import type { ClusterLogRow, clusterLogQuery } from "@/lib/api/cluster-log";
import type { Viewer } from "@/lib/server/auth/viewer";
import { readVisibleReadings } from "./read-visible-readings";

/**
 * The newest lines of the clusters' own logs, newest first, as far back as PVE still tells them.
 *
 * @throws AppError not_found for a cluster that is not there
 */
export async function readClusterLog(
  viewer: Viewer,
  { cluster, limit, ...wanted }: z.output<typeof clusterLogQuery>,
): Promise<{ readonly rows: readonly ClusterLogRow[]; readonly total: number }> {
  const readings = await readVisibleReadings(viewer, cluster);
  const rows = readings
    .flatMap(({ snapshot: { clusterId, log } }) => (log ?? []).map((entry) => ({ clusterId, ...entry })))
    .filter((row) => isWanted(row, wanted))
    .sort((a, b) => b.atMs - a.atMs);
  return { rows: rows.slice(0, limit), total: rows.length };
}

function isWanted(
  row: ClusterLogRow,
  { node, text, priority }: Pick<z.output<typeof clusterLogQuery>, "node" | "text" | "priority">,
): boolean {
  if (node !== undefined && row.node !== node) return false;
  if (priority !== undefined && row.priority > priority) return false;
  if (!text) return true;
  const words = `${row.message} ${row.user} ${row.node} ${row.tag}`.toLowerCase();
  return words.includes(text.toLowerCase());
}
