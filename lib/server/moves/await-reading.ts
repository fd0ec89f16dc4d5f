import "server-only";
import { unreadGuests } from "@/lib/inventory/unread-guests";
import { collectCluster } from "@/lib/server/collection/collect-cluster";
import { AppError } from "@/lib/server/http/app-error";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import { pause } from "./executor-turn";

const PATIENCE_MS = 6_000;
const PAUSE_MS = 200;
const RETRY_AFTER_SECONDS = 5;

/**
 * Sees to it that the cluster has been read, with this guest's configuration: just after a start or a crash of the database it has not. It
 * is read at once then, and waited for as long as a click can wait.
 *
 * @throws AppError upstream_unavailable with when to ask again
 */
export async function awaitReading(clusterId: string, vmid: number): Promise<void> {
  const untilMs = performance.now() + PATIENCE_MS;
  for (;;) {
    const missing = await whatIsMissing(clusterId, vmid);
    if (missing === null) return;
    if (performance.now() > untilMs) throw notYet(missing);
    const { outcome } = await collectCluster(clusterId, { force: true });
    if (outcome === "failed") throw notYet(missing);
    if (outcome !== "stored") await pause(PAUSE_MS);
  }
}

async function whatIsMissing(clusterId: string, vmid: number): Promise<string | null> {
  const reading = await readSnapshot(clusterId);
  if (!reading) return "The cluster has not been read since Evenkeel or its database was started.";
  const isUnread = unreadGuests(reading.snapshot).some((guest) => guest.vmid === vmid);
  return isUnread ? `The configuration of guest ${vmid} has not been read yet.` : null;
}

function notYet(missing: string): AppError {
  const message = `${missing} Nothing was started. Try again in some seconds.`;
  return new AppError("upstream_unavailable", message, [], RETRY_AFTER_SECONDS);
}
