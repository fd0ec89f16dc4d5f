import "server-only";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";

/** The cluster's name. @throws AppError `not_found` for a cluster that is not there or was removed */
export async function readClusterName(clusterId: string): Promise<string> {
  const cluster = await prisma.cluster.findUnique({ where: { id: clusterId } });
  if (!cluster || cluster.removedAt) throw new AppError("not_found", "There is no such cluster.");
  return cluster.name;
}
