import "server-only";
import type { JobStep } from "./job-run";
import { queueRun } from "./queue-jobs";
import { runInTransaction } from "./run-in-transaction";
import { type RunPatch, type WriteOutcome, writeRun } from "./run-store";

export interface ReleaseOutcome extends WriteOutcome {
  /** A step that was believed to wait has its answer: there is work, and the run must not be let go. */
  readonly isAnswered: boolean;
}

/**
 * Stores a run that waits and queues its next look. The update of the run's row comes first and locks it, as an
 * answer to one of its steps does: either the answer is seen here, or it finds the queue entry and hastens it.
 */
export async function releaseRun(
  runId: string,
  input: {
    readonly steps: readonly JobStep[];
    readonly patch: RunPatch;
    readonly waiting: readonly string[];
    readonly wakeAtMs: number | null;
    readonly nowMs: number;
  },
): Promise<ReleaseOutcome> {
  return await runInTransaction(async (client) => {
    const outcome = await writeRun(client, runId, input.steps, input.patch);
    const answered = await client.query(
      `select 1 from job_step where run_id = $1 and id = any($2::text[])
         and status in ('completed', 'failed') limit 1`,
      [runId, input.waiting],
    );
    const isAnswered = answered.rows.length > 0;
    const wakeAtMs = isAnswered ? input.nowMs : input.wakeAtMs;
    if (outcome.alive && wakeAtMs !== null) await queueRun(client, runId, wakeAtMs);
    return { ...outcome, isAnswered };
  });
}
