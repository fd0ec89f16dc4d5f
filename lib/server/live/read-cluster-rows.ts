import "server-only";
import type { ClusterRow } from "@/lib/api/clusters";
import type { Viewer } from "@/lib/server/auth/viewer";
import { readClusterStates } from "./read-cluster-states";
import { readSnapshot } from "./read-snapshot";
import { toClusterRow } from "./to-cluster-row";

/** Every cluster that the viewer may see, by name. */
export async function readClusterRows(_viewer: Viewer): Promise<ClusterRow[]> {
  const states = await readClusterStates();
  return Promise.all(states.map(async (state) => toClusterRow(state, await readSnapshot(state.id))));
}
