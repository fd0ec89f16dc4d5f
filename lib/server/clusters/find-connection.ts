import "server-only";
import { prisma } from "@/lib/server/db/prisma";
import type { PveConnection } from "@/lib/server/proxmox/pve-connection";
import { unseal } from "@/lib/server/secrets/seal";
import { WITH_ENDPOINTS } from "./cluster-row";

export interface StoredConnection {
  readonly connection: PveConnection;
  readonly paused: boolean;
  readonly intervalSeconds: number | null;
}

/**
 * How to reach a cluster, with its secret opened: for the server's own use only. Null when it is removed or unknown.
 *
 * @throws UnsealError when the secret was sealed with another key
 */
export async function findConnection(clusterId: string): Promise<StoredConnection | null> {
  const cluster = await prisma.cluster.findFirst({
    where: { id: clusterId, removedAt: null },
    include: WITH_ENDPOINTS,
  });
  if (!cluster) return null;
  return {
    paused: cluster.pausedAt !== null,
    intervalSeconds: cluster.intervalSeconds,
    connection: {
      id: cluster.id,
      name: cluster.name,
      endpoints: cluster.endpoints.map(({ host, port, fingerprint }) => ({ host, port, fingerprint })),
      tokenId: cluster.tokenId,
      tokenSecret: unseal(cluster.tokenSecretSealed),
      tlsPolicy: cluster.tlsPolicy,
      caCertificate: cluster.caCertificate,
    },
  };
}
