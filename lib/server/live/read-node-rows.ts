import "server-only";
import type { NodeRow } from "@/lib/api/nodes";
import type { Viewer } from "@/lib/server/auth/viewer";
import { readVisibleReadings } from "./read-visible-readings";
import { toNodeRows } from "./to-node-rows";

/**
 * The nodes of every cluster that the viewer may see, or of one; none before the first reading.
 *
 * @throws AppError not_found for a cluster that is not there
 */
export async function readNodeRows(viewer: Viewer, clusterId?: string): Promise<NodeRow[]> {
  const readings = await readVisibleReadings(viewer, clusterId);
  return readings.flatMap(toNodeRows);
}
