import "server-only";
import type { z } from "zod";
import type { ClusterConnection, clusterInput } from "@/lib/api/clusters";
import type { Viewer } from "@/lib/server/auth/viewer";
import { prisma } from "@/lib/server/db/prisma";
import { seal } from "@/lib/server/secrets/seal";
import { announceCluster } from "./announce-cluster";
import { toClusterConnection, WITH_ENDPOINTS } from "./cluster-row";
import { validateConnection } from "./connection-input";
import { requireClusterAdmin } from "./require-cluster-admin";
import { retireDemo } from "./retire-demo";
import { refusingTakenName } from "./write-conflict";

/** Connects one more cluster. The route that calls it writes the audit entry. */
export async function createCluster(
  viewer: Viewer,
  input: z.output<typeof clusterInput>,
): Promise<ClusterConnection> {
  requireClusterAdmin(viewer);
  const connection = validateConnection(input, { hasStoredSecret: false, needsFingerprint: true });
  const cluster = await refusingTakenName(input.name, () =>
    prisma.cluster.create({
      data: {
        name: input.name,
        source: "console",
        pausedAt: input.paused ? new Date() : null,
        intervalSeconds: input.intervalSeconds,
        tokenId: connection.tokenId,
        tokenSecretSealed: seal(connection.tokenSecret ?? ""),
        tlsPolicy: connection.tlsPolicy,
        caCertificate: connection.caCertificate,
        endpoints: { create: connection.endpoints.map((endpoint, position) => ({ ...endpoint, position })) },
      },
      include: WITH_ENDPOINTS,
    }),
  );
  await retireDemo();
  await announceCluster(cluster.id, input.paused ? "stopped" : "changed");
  return toClusterConnection(cluster, { problem: null, lastReadAtMs: null });
}
