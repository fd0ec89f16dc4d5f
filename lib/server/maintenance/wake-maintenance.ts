import "server-only";
import { sendJobEvent } from "@/lib/server/jobs/send-event";
import { childLog } from "@/lib/server/log";

/** Tells the jobs that a maintenance can go on. Call it after the change is committed; a lost message is made up for within a minute. */
export async function wakeMaintenance(maintenanceId: string): Promise<void> {
  await sendJobEvent({ name: "evenkeel/maintenance.due", data: { maintenanceId } }).catch((error: unknown) =>
    childLog("maintenance").warn(
      { err: error, maintenanceId },
      "the jobs were not told of a maintenance; they notice within a minute",
    ),
  );
}
