import "server-only";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import type { Maintenance } from "@/prisma/generated/client";

/** @throws AppError not_found */
export async function findMaintenance(id: string): Promise<Maintenance> {
  const maintenance = await prisma.maintenance.findFirst({ where: { id, cluster: { removedAt: null } } });
  if (!maintenance) throw new AppError("not_found", "There is no such maintenance.");
  return maintenance;
}
