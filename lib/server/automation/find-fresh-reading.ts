import "server-only";
import { collectCluster } from "@/lib/server/collection/collect-cluster";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import type { StoredReading } from "@/lib/server/live/stored-reading";

/** Older readings say too little of now to decide from. */
const MAXIMUM_AGE_MS = 60_000;
const TRIES = 10;
const PAUSE_MS = 300;

/**
 * The newest reading, read anew where it is too old or from before `notBeforeMs`.
 *
 * @param notBeforeMs such as the end of the last move: an earlier reading shows the guest where it was
 * @returns null when the cluster cannot be read now
 */
export async function findFreshReading(clusterId: string, notBeforeMs = 0): Promise<StoredReading | null> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const reading = await readSnapshot(clusterId);
    if (reading && isFresh(reading, notBeforeMs)) return reading;
    const { outcome } = await collectCluster(clusterId, { force: true });
    if (outcome === "failed") return null;
    if (outcome !== "stored") await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return null;
}

function isFresh({ snapshot }: StoredReading, notBeforeMs: number): boolean {
  return snapshot.readAtMs >= Math.max(notBeforeMs, Date.now() - MAXIMUM_AGE_MS);
}
