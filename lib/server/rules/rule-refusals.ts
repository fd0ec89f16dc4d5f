import "server-only";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";

export async function refuseUnknownCluster(clusterId: string): Promise<void> {
  const cluster = await prisma.cluster.findFirst({
    where: { id: clusterId, removedAt: null },
    select: { id: true },
  });
  if (!cluster) throw new AppError("not_found", "There is no such cluster.");
}

export function ruleNameTaken(name: string): AppError {
  const message = `There is already a rule ${name}.`;
  return new AppError("conflict", message, [{ path: "name", message }]);
}

export function ruleGone(): AppError {
  return new AppError("not_found", "There is no such rule; somebody may have removed it.");
}
