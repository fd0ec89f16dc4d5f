import "server-only";
import { shareOfCallsLeft } from "@/lib/server/proxmox/transport-registry";
import { type CollectionOptions, type CollectionOutcome, collectCluster } from "./collect-cluster";

/** Calls of a minute that are kept for whatever else is asked of the cluster. */
const KEPT_SHARE = 0.5;
/** The next reading in the rhythm is not to be late. */
const MARGIN_MS = 2_000;

/**
 * Reads a cluster once, and again at once as long as guests' configurations have never been asked for: after a start, and after a crash of the
 * database, nothing can be moved or advised before.
 *
 * @param untilMs when the next reading is due
 * @returns the outcome of the first reading
 */
export async function collectAndCatchUp(
  clusterId: string,
  { untilMs, ...options }: CollectionOptions & { readonly untilMs: number },
): Promise<CollectionOutcome> {
  const first = await collectCluster(clusterId, options);
  let newest = first;
  while (
    newest.outcome === "stored" &&
    (newest.unreadGuests ?? 0) > 0 &&
    Date.now() < untilMs - MARGIN_MS &&
    shareOfCallsLeft(clusterId) > KEPT_SHARE
  )
    newest = await collectCluster(clusterId, { force: true });
  return first;
}
