import "server-only";
import type { z } from "zod";
import type { AutomationRunRow, automationRunInput } from "@/lib/api/automation";
import { recordAudit } from "@/lib/server/audit/record-audit";
import { canControlEngine, refuseUnless } from "@/lib/server/auth/permissions";
import type { Viewer } from "@/lib/server/auth/viewer";
import { isUniqueViolation } from "@/lib/server/db/is-unique-violation";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { findRunningPlan } from "./find-running-plan";
import { readRun } from "./read-runs";
import { wakeRun } from "./wake-run";

/** Begins a run that a person asks for, also where automation does not run by itself. */
export async function requestRun(
  viewer: Viewer,
  { clusterId, dryRun }: z.output<typeof automationRunInput>,
): Promise<AutomationRunRow> {
  refuseUnless(canControlEngine(viewer), viewer, "start runs of automation");
  const cluster = await prisma.cluster.findFirst({ where: { id: clusterId, removedAt: null } });
  if (!cluster) throw new AppError("not_found", "There is no such cluster.");
  if (cluster.pausedAt !== null)
    throw new AppError("conflict", `The connection ${cluster.name} is paused; resume it first.`);
  const plan = dryRun ? null : await findRunningPlan(clusterId);
  if (plan !== null) throw new AppError("conflict", plan);
  const id = await store(viewer, { clusterId, dryRun, name: cluster.name });
  await wakeRun(id);
  return await readRun(id);
}

async function store(
  viewer: Viewer,
  { clusterId, dryRun, name }: { clusterId: string; dryRun: boolean; name: string },
): Promise<string> {
  try {
    return await prisma.$transaction(async (transaction) => {
      const { id } = await transaction.automationRun.create({
        data: {
          clusterId,
          trigger: "person",
          requestedById: viewer.userId,
          requestedBy: viewer.username,
          dryRun,
          sentence: "It is about to decide.",
        },
        select: { id: true },
      });
      const details = { cluster: name, dryRun };
      await recordAudit(
        { viewer, action: "automation.run", target: `automation-run:${id}`, details },
        transaction,
      );
      return id;
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError("conflict", `A run of automation is under way in ${name}; wait until it has ended.`);
  }
}
