import "server-only";
import { prisma } from "@/lib/server/db/prisma";
import { sendJobEvent } from "@/lib/server/jobs/send-event";
import { childLog } from "@/lib/server/log";

/** Tells the jobs that a power task can go on. Call it after the change is committed; a lost message is made up for within a minute. */
export async function wakePowerTask(taskId: string): Promise<void> {
  await sendJobEvent({ name: "evenkeel/power.due", data: { taskId } }).catch((error: unknown) =>
    childLog("power").warn(
      { err: error, taskId },
      "the jobs were not told of a power task; they notice within a minute",
    ),
  );
}

/** A run looks at its task every second or two; one that nobody has looked at for so long is nobody's. */
const SILENT_MS = 45_000;

/** Wakes what people asked for and nobody carries on with. @returns how many */
export async function resumePowerTasks(): Promise<number> {
  const tasks = await prisma.powerTask.findMany({
    where: { maintenanceId: null, endedAt: null, createdAt: { lt: new Date(Date.now() - SILENT_MS) } },
    select: { id: true },
  });
  for (const { id } of tasks) await wakePowerTask(id);
  return tasks.length;
}
