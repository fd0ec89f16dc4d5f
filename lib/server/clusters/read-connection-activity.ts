import "server-only";
import type { ConnectionActivity, EndpointActivity } from "@/lib/api/connection-activity";
import type { Viewer } from "@/lib/server/auth/viewer";
import { prisma } from "@/lib/server/db/prisma";
import { type ClusterActivity, readActivity } from "@/lib/server/proxmox/endpoint-activity";
import { endpointLabel } from "@/lib/server/proxmox/pve-connection";
import { readSettings } from "@/lib/server/settings/read-settings";
import { collectionSettingsFrom } from "@/lib/settings/collection-settings";
import { WITH_ENDPOINTS } from "./cluster-row";
import { requireClusterAdmin } from "./require-cluster-admin";

/**
 * How each endpoint answers and what a cluster's calls cost, as this process has seen it: one that leaves the
 * collecting to others knows nothing of them.
 */
export async function readConnectionActivity(viewer: Viewer): Promise<ConnectionActivity[]> {
  requireClusterAdmin(viewer);
  const clusters = await prisma.cluster.findMany({
    where: { removedAt: null },
    include: WITH_ENDPOINTS,
    orderBy: { name: "asc" },
  });
  return Promise.all(
    clusters.map(async ({ id, endpoints }) => {
      const activity = readActivity(id);
      const { callsPerMinute } = collectionSettingsFrom(await readSettings(id));
      return {
        clusterId: id,
        callsLastMinute: activity.callsLastMinute,
        callsPerMinuteBudget: callsPerMinute,
        nodes: [...activity.nodes],
        endpoints: endpoints.map((endpoint) => endpointActivityOf(endpoint, activity)),
      };
    }),
  );
}

function endpointActivityOf(
  { host, port }: { readonly host: string; readonly port: number },
  activity: ClusterActivity,
): EndpointActivity {
  const { isFailing, failure, answeredAtMs, latencyMs, callsLastMinute } = activity.endpoint(
    endpointLabel({ host, port }),
  );
  const wasAsked = isFailing || answeredAtMs !== null;
  return {
    host,
    port,
    state: wasAsked ? (isFailing ? "failing" : "answering") : "unused",
    latencyMs,
    answeredAtMs,
    callsLastMinute,
    failure: failure && {
      code: failure.kind,
      message: failure.message,
      call: failure.call,
      status: failure.status,
      atMs: failure.atMs,
    },
  };
}
