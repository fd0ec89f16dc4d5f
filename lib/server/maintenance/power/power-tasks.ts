import "server-only";
import { isUniqueViolation } from "@/lib/server/db/is-unique-violation";
import { prisma } from "@/lib/server/db/prisma";
import type { MaintenanceTimings } from "../maintenance-timings";
import type { TurnFacts } from "../turn-facts";
import { advancePowerTask } from "./advance-power-task";
import type { PowerAction } from "./power-request";

/** Takes every shut-down and start of a maintenance that has been asked for one step further. */
export async function advancePowerTasks(maintenanceId: string, timings: MaintenanceTimings): Promise<void> {
  const tasks = await prisma.powerTask.findMany({
    where: { maintenanceId, endedAt: null },
    orderBy: { createdAt: "asc" },
  });
  for (const task of tasks) await advancePowerTask(task, timings);
}

/**
 * Stores shut-downs or starts for guests that have none, as many as may run side by side, and begins them.
 *
 * @returns how many
 */
export async function beginPowerTasks(
  { maintenance, rows, powers }: TurnFacts,
  vmids: readonly number[],
  action: PowerAction,
  timings: MaintenanceTimings,
): Promise<number> {
  const running = powers.filter(({ endedAt }) => endedAt === null).length;
  const next = vmids.slice(0, Math.max(0, timings.mostPowerTasks - running));
  let begun = 0;
  for (const vmid of next) {
    const row = rows.find((one) => one.vmid === vmid);
    if (!row) continue;
    const data = {
      maintenanceId: maintenance.id,
      clusterId: maintenance.clusterId,
      vmid,
      guestKind: row.kind,
      node: row.fromNode,
      action,
    };
    const task = await prisma.powerTask.create({ data }).catch((error: unknown) => {
      if (isUniqueViolation(error)) return null;
      throw error;
    });
    if (!task) continue;
    begun += 1;
    await advancePowerTask(task, timings);
  }
  return begun;
}
