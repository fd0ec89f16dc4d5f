import "server-only";
import { sendJobEvent } from "@/lib/server/jobs/send-event";
import { childLog } from "@/lib/server/log";

/** Tells the jobs that a run can go on. Call it after the change is committed; a message that nobody takes is made up for within a minute. */
export async function wakeRun(runId: string): Promise<void> {
  await sendJobEvent({ name: "evenkeel/automation.due", data: { runId } }).catch((error: unknown) =>
    childLog("automation").warn(
      { err: error, runId },
      "the jobs were not told of a run; they notice within a minute",
    ),
  );
}
