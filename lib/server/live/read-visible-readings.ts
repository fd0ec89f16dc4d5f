import "server-only";
import type { Viewer } from "@/lib/server/auth/viewer";
import { AppError } from "@/lib/server/http/app-error";
import { readClusterStates } from "./read-cluster-states";
import { readSnapshot } from "./read-snapshot";
import type { StoredReading } from "./stored-reading";

/**
 * The newest readings of the clusters that the viewer may see, or of one of them.
 *
 * @throws AppError not_found for a cluster that is not there
 */
export async function readVisibleReadings(_viewer: Viewer, clusterId?: string): Promise<StoredReading[]> {
  const states = await readClusterStates();
  const wanted = clusterId === undefined ? states : states.filter(({ id }) => id === clusterId);
  if (clusterId !== undefined && wanted.length === 0) {
    throw new AppError("not_found", `There is no cluster ${clusterId}.`);
  }
  const readings = await Promise.all(wanted.map(({ id }) => readSnapshot(id)));
  return readings.filter((reading) => reading !== null);
}
