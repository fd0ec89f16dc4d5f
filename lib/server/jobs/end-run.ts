import "server-only";
import type { ClientBase } from "pg";
import { childLog } from "@/lib/server/log";
import type { JobError, JobMemo, JobRun, JobStep } from "./job-run";
import { queueRun } from "./queue-jobs";
import { type JobRunRow, RUN_COLUMNS, runOfRow } from "./run-rows";
import { writeRun } from "./run-store";

export interface RunEnd {
  readonly status: "completed" | "failed";
  readonly output: unknown;
  readonly error: JobError | null;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
}

/**
 * Ends a run, stores its last steps, and hands its result to the run that invoked it.
 *
 * @returns false when it had ended before, such as by a cancellation
 */
export async function endRun(
  client: ClientBase,
  run: JobRun,
  steps: readonly JobStep[],
  end: RunEnd,
): Promise<boolean> {
  const { alive } = await writeRun(client, run.id, steps, {
    status: end.status,
    attempt: run.attempt,
    startedAtMs: end.startedAtMs,
    endedAtMs: end.endedAtMs,
    wakeAtMs: null,
    output: end.output,
    error: end.error,
  });
  if (alive && end.error !== null) {
    const { id: runId, functionId } = run;
    childLog("jobs").warn({ runId, functionId }, `a run of ${functionId} failed: ${end.error.message}`);
  }
  if (alive && run.invokedBy !== null) {
    await resolveStep(client, run.invokedBy, invocationMemo(end), end.endedAtMs);
  }
  return alive;
}

function invocationMemo(end: RunEnd): JobMemo {
  if (end.error !== null) return { type: "error", error: end.error };
  return { type: "data", data: end.output ?? null };
}

/** Ends active runs as cancelled; a step that executes just now ends, but its result counts no more. */
export async function cancelRuns(
  client: ClientBase,
  {
    runIds,
    reason,
    nowMs,
  }: { readonly runIds: readonly string[]; readonly reason: string; readonly nowMs: number },
): Promise<readonly string[]> {
  if (runIds.length === 0) return [];
  const error: JobError = { name: "RunCancelled", message: reason };
  const cancelled = await client.query<JobRunRow>(
    `update job_run set status = 'cancelled', ended_at = to_timestamp($2::float8 / 1000.0), wake_at = null,
       error = $3::jsonb
     where id = any($1::uuid[]) and ended_at is null returning ${RUN_COLUMNS}`,
    [runIds, nowMs, JSON.stringify(error)],
  );
  for (const run of cancelled.rows.map(runOfRow)) {
    if (run.invokedBy !== null) await resolveStep(client, run.invokedBy, { type: "error", error }, nowMs);
  }
  return cancelled.rows.map(({ id }) => id);
}

/**
 * Gives a waiting step its answer and wakes its run. Locks the run's row first: the runner does the same before
 * it lets go of a run, so an answer cannot fall between the two.
 */
export async function resolveStep(
  client: ClientBase,
  { runId, stepId }: { readonly runId: string; readonly stepId: string },
  memo: JobMemo,
  nowMs: number,
): Promise<boolean> {
  await client.query("select 1 from job_run where id = $1 and ended_at is null for update", [runId]);
  const resolved = await client.query(
    `update job_step set status = $3, memo = $4::jsonb, ended_at = to_timestamp($5::float8 / 1000.0),
       position = (select coalesce(max(position), 0) + 1 from job_step where run_id = $1)
     where run_id = $1 and id = $2 and status = 'waiting'`,
    [runId, stepId, memo.type === "error" ? "failed" : "completed", JSON.stringify(memo), nowMs],
  );
  if ((resolved.rowCount ?? 0) === 0) return false;
  await queueRun(client, runId, nowMs);
  return true;
}
