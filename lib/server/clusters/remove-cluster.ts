import "server-only";
import type { Viewer } from "@/lib/server/auth/viewer";
import { prisma } from "@/lib/server/db/prisma";
import { closeTransport } from "@/lib/server/proxmox/transport-registry";
import { announceCluster } from "./announce-cluster";
import { findOwnCluster } from "./find-own-cluster";
import { nameAfterRemoval } from "./name-after-removal";
import { requireClusterAdmin } from "./require-cluster-admin";

/** Stops reading a cluster, forgets its secret and gives its name free; its history stays. The route writes the audit entry. */
export async function removeCluster(viewer: Viewer, clusterId: string): Promise<void> {
  requireClusterAdmin(viewer);
  const { id, name } = await findOwnCluster(clusterId);
  await prisma.cluster.update({
    where: { id },
    data: { removedAt: new Date(), name: nameAfterRemoval(name, id), tokenSecretSealed: "" },
  });
  await closeTransport(id);
  await announceCluster(id, "stopped");
}
