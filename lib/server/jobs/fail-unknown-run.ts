import "server-only";
import { endRun } from "./end-run";
import type { JobRun } from "./job-run";
import { runInTransaction } from "./run-in-transaction";

/** Ends a run whose function is not part of this version of the application any more. */
export async function failUnknownRun(run: JobRun, nowMs: number): Promise<void> {
  const error = {
    name: "FunctionNotFound",
    message: `The function "${run.functionId}" is not part of this version of Evenkeel.`,
  };
  const end = { status: "failed", output: null, error, startedAtMs: nowMs, endedAtMs: nowMs } as const;
  await runInTransaction((client) => endRun(client, run, [], end));
}
