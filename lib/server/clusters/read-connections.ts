import "server-only";
import type { ClusterConnection } from "@/lib/api/clusters";
import type { Viewer } from "@/lib/server/auth/viewer";
import { prisma } from "@/lib/server/db/prisma";
import { readClusterRows } from "@/lib/server/live/read-cluster-rows";
import { toClusterConnection, WITH_ENDPOINTS } from "./cluster-row";
import { requireClusterAdmin } from "./require-cluster-admin";

/** Every connection with its state, by name; without secrets. For administrators. */
export async function readConnections(viewer: Viewer): Promise<ClusterConnection[]> {
  requireClusterAdmin(viewer);
  const [clusters, rows] = await Promise.all([
    prisma.cluster.findMany({
      where: { removedAt: null },
      include: WITH_ENDPOINTS,
      orderBy: { name: "asc" },
    }),
    readClusterRows(viewer),
  ]);
  const states = new Map(rows.map((row) => [row.id, row]));
  return clusters.map((cluster) => {
    const state = states.get(cluster.id);
    return toClusterConnection(cluster, {
      problem: state?.problem ?? null,
      lastReadAtMs: state?.readAtMs ?? null,
    });
  });
}
