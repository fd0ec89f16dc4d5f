import "server-only";
import { pool } from "@/lib/server/db/pool";
import { sendJobEvent } from "@/lib/server/jobs/send-event";
import { childLog } from "@/lib/server/log";

/** `changed`: it is to be read at once. `stopped`: paused or removed, and what still reads it is to stop. */
export type ClusterChange = "changed" | "stopped";

/**
 * Tells every process, and the jobs, that a cluster is new, reached in another way, paused or removed. Call it after
 * the change is committed. The change stands whatever happens here: a job event that nobody takes is logged, and
 * the next minute finds the cluster as it is now.
 */
export async function announceCluster(clusterId: string, change: ClusterChange): Promise<void> {
  await pool().query("SELECT pg_notify('evenkeel_clusters', $1)", [clusterId]);
  await sendJobEvent({ name: `evenkeel/cluster.${change}`, data: { clusterId } }).catch((error: unknown) =>
    childLog("clusters").warn(
      { err: error, clusterId },
      `the jobs were not told that a cluster has ${change === "changed" ? "changed" : "stopped"}; they notice within a minute`,
    ),
  );
}
