import "server-only";
import type { z } from "zod";
import type { ClusterConnection, clusterInput } from "@/lib/api/clusters";
import type { Viewer } from "@/lib/server/auth/viewer";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import type { PveEndpoint } from "@/lib/server/proxmox/pve-connection";
import { closeTransport } from "@/lib/server/proxmox/transport-registry";
import { seal } from "@/lib/server/secrets/seal";
import { announceCluster } from "./announce-cluster";
import { type ClusterWithEndpoints, toClusterConnection, WITH_ENDPOINTS } from "./cluster-row";
import { validateConnection } from "./connection-input";
import { findOwnCluster } from "./find-own-cluster";
import { requireClusterAdmin } from "./require-cluster-admin";
import { refusingTakenName } from "./write-conflict";

/** Changes how a cluster is reached; an empty secret keeps the stored one. The route writes the audit entry. */
export async function updateCluster(
  viewer: Viewer,
  clusterId: string,
  input: z.output<typeof clusterInput>,
): Promise<ClusterConnection> {
  requireClusterAdmin(viewer);
  const known = await findOwnCluster(clusterId);
  const connection = validateConnection(input, { hasStoredSecret: true, needsFingerprint: true });
  if (connection.tokenSecret === null) refuseToLendSecret(known, connection);
  const cluster = await refusingTakenName(input.name, () =>
    prisma.$transaction(async (transaction) => {
      await transaction.clusterEndpoint.deleteMany({ where: { clusterId } });
      return transaction.cluster.update({
        where: { id: clusterId },
        data: {
          name: input.name,
          pausedAt: input.paused ? (known.pausedAt ?? new Date()) : null,
          intervalSeconds: input.intervalSeconds,
          tokenId: connection.tokenId,
          ...(connection.tokenSecret === null ? {} : { tokenSecretSealed: seal(connection.tokenSecret) }),
          tlsPolicy: connection.tlsPolicy,
          caCertificate: connection.caCertificate,
          endpoints: {
            create: connection.endpoints.map((endpoint, position) => ({ ...endpoint, position })),
          },
        },
        include: WITH_ENDPOINTS,
      });
    }),
  );
  await closeTransport(clusterId);
  await announceCluster(clusterId, input.paused ? "stopped" : "changed");
  return toClusterConnection(cluster, { problem: null, lastReadAtMs: null });
}

/**
 * The stored secret goes only where it went before: to a new host, with another token or with weaker checking, it
 * must be typed again. Else whoever may edit a connection could have it sent to a machine of their own.
 */
export function refuseToLendSecret(
  known: ClusterWithEndpoints,
  wanted: {
    readonly endpoints: readonly PveEndpoint[];
    readonly tokenId: string;
    readonly tlsPolicy: string;
  },
): void {
  const knownHosts = new Set(known.endpoints.map(({ host, port }) => `${host} ${port}`));
  const isNewHost = wanted.endpoints.some(({ host, port }) => !knownHosts.has(`${host} ${port}`));
  const isWeaker = wanted.tlsPolicy === "insecure" && known.tlsPolicy !== "insecure";
  if (!isNewHost && !isWeaker && wanted.tokenId === known.tokenId) return;
  const message =
    "Type the token's secret again: the stored one is not sent to another host, for another token or without checking the certificate.";
  throw new AppError("invalid_input", message, [{ path: "tokenSecret", message }]);
}
