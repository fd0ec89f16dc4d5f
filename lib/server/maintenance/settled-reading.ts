import "server-only";
import type { Snapshot } from "@/lib/inventory/snapshot";
import { collectCluster } from "@/lib/server/collection/collect-cluster";
import { AppError } from "@/lib/server/http/app-error";
import { readSnapshot } from "@/lib/server/live/read-snapshot";

const TRIES = 20;
const PAUSE_MS = 250;
const OLDEST_MS = 60_000;

/**
 * A reading that began after `sinceMs` and is not older than a minute; the cluster is read anew when there is none.
 *
 * @throws AppError upstream_unavailable when the cluster cannot be read
 */
export async function settledReading(clusterId: string, sinceMs: number): Promise<Snapshot> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const snapshot = (await readSnapshot(clusterId))?.snapshot ?? null;
    if (snapshot && snapshot.readAtMs > sinceMs && Date.now() - snapshot.readAtMs < OLDEST_MS)
      return snapshot;
    const { outcome } = await collectCluster(clusterId, { force: true });
    if (outcome === "failed" || outcome === "not-due") break;
    if (outcome === "locked") await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  throw new AppError(
    "upstream_unavailable",
    "The cluster could not be read, and the newest reading is too old to decide by.",
  );
}
