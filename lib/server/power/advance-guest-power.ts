import "server-only";
import { collectCluster } from "@/lib/server/collection/collect-cluster";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { childLog } from "@/lib/server/log";
import { MAINTENANCE_TIMINGS, type MaintenanceTimings } from "@/lib/server/maintenance/maintenance-timings";
import { advancePowerTask } from "@/lib/server/maintenance/power/advance-power-task";
import { endPowerTask } from "@/lib/server/maintenance/power/end-power-task";

export interface PowerTurn {
  readonly state: string;
  readonly ended: boolean;
}

/** Takes what a person asked of a guest one step further; once it has ended, the cluster is read so that everybody sees it. */
export async function advanceGuestPower(
  taskId: string,
  timings: MaintenanceTimings = MAINTENANCE_TIMINGS,
): Promise<PowerTurn> {
  const task = await prisma.powerTask.findUnique({ where: { id: taskId } });
  if (!task) return { state: "gone", ended: true };
  if (task.endedAt !== null) return { state: task.state, ended: true };
  try {
    await advancePowerTask(task, timings);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // The connection was paused or removed: what becomes of it cannot be seen any more.
    const result = task.state === "planned" ? `${error.message} Nothing was started.` : error.message;
    await endPowerTask(task, { state: "failed", result, fix: "Look at the guest in Proxmox VE." });
  }
  const { state, endedAt, clusterId } = await prisma.powerTask.findUniqueOrThrow({ where: { id: taskId } });
  if (endedAt !== null) await showResult(clusterId);
  return { state, ended: endedAt !== null };
}

async function showResult(clusterId: string): Promise<void> {
  await collectCluster(clusterId, { force: true }).catch((error: unknown) =>
    childLog("power").debug(
      { err: error },
      "the reading after a power task failed; the next one is due shortly",
    ),
  );
}
