import "server-only";
import type { ClusterConnection } from "@/lib/api/clusters";
import type { Cluster, ClusterEndpoint } from "@/prisma/generated/client";

export type ClusterWithEndpoints = Cluster & { readonly endpoints: readonly ClusterEndpoint[] };

export const WITH_ENDPOINTS = { endpoints: { orderBy: { position: "asc" } } } as const;

/** What the settings may see of a stored connection: everything but the secret. */
export function toClusterConnection(
  cluster: ClusterWithEndpoints,
  state: Pick<ClusterConnection, "problem" | "lastReadAtMs">,
): ClusterConnection {
  return {
    id: cluster.id,
    name: cluster.name,
    source: cluster.source,
    paused: cluster.pausedAt !== null,
    intervalSeconds: cluster.intervalSeconds,
    tokenId: cluster.tokenId,
    hasTokenSecret: cluster.tokenSecretSealed !== "",
    tlsPolicy: cluster.tlsPolicy,
    caCertificate: cluster.caCertificate,
    endpoints: cluster.endpoints.map(({ host, port, fingerprint }) => ({ host, port, fingerprint })),
    ...state,
  };
}
