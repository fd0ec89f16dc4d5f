import "server-only";
import { pool } from "@/lib/server/db/pool";

/** Tells every process that the list of clusters, or how one is reached, has changed. */
export async function notifyClusters(clusterId: string): Promise<void> {
  await pool().query("SELECT pg_notify('evenkeel_clusters', $1)", [clusterId]);
}
