import "server-only";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { type ClusterWithEndpoints, WITH_ENDPOINTS } from "./cluster-row";

/** A cluster that the console may change; one that the environment defines is changed there. */
export async function findOwnCluster(clusterId: string): Promise<ClusterWithEndpoints> {
  const cluster = await prisma.cluster.findFirst({
    where: { id: clusterId, removedAt: null },
    include: WITH_ENDPOINTS,
  });
  if (!cluster) throw new AppError("not_found", "There is no such cluster.");
  if (cluster.source === "environment")
    throw new AppError(
      "conflict",
      `"${cluster.name}" is defined by ${cluster.sourceKey}_… in the environment; change it there and start again.`,
    );
  if (cluster.source === "demo")
    throw new AppError(
      "conflict",
      `"${cluster.name}" is the demo. It goes by itself when a real cluster is connected, or with EVENKEEL_DEMO=off.`,
    );
  return cluster;
}
