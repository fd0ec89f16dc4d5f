import "server-only";
import type { JobRunDetail } from "@/lib/api/jobs";
import type { Viewer } from "@/lib/server/auth/viewer";
import { pool } from "@/lib/server/db/pool";
import { AppError } from "@/lib/server/http/app-error";
import type { JobStep } from "./job-run";
import { errorSentence, type ListedRun, listedRun, RUN_LIST_COLUMNS } from "./listed-run";
import {
  type JobStepRow,
  runOfRow,
  STEP_COLUMNS,
  type JobRunRow as StoredRunRow,
  stepOfRow,
} from "./run-rows";

/**
 * One run with its steps, finished ones first in the order in which they finished.
 *
 * @throws AppError `not_found`
 */
export async function readJobRun(_viewer: Viewer, runId: string): Promise<JobRunDetail> {
  const runs = await pool().query<ListedRun & StoredRunRow & { output: unknown }>(
    `select ${RUN_LIST_COLUMNS}, event, output from job_run where id = $1`,
    [runId],
  );
  const row = runs.rows[0];
  if (row === undefined)
    throw new AppError("not_found", "There is no such run; it may have been removed by age.");
  const steps = await pool().query<JobStepRow>(
    `select ${STEP_COLUMNS} from job_step where run_id = $1
     order by ended_at is null, position, started_at, id`,
    [runId],
  );
  return {
    run: listedRun(row),
    event: runOfRow(row).event,
    output: row.output ?? null,
    steps: steps.rows.map((step) => listedStep(stepOfRow(step))),
  };
}

function listedStep(step: JobStep): JobRunDetail["steps"][number] {
  return {
    name: step.name,
    op: step.op,
    status: step.status,
    attempt: step.attempt,
    startedAtMs: step.startedAtMs,
    endedAtMs: step.endedAtMs,
    wakeAtMs: step.wakeAtMs,
    output: step.memo?.type === "data" ? (step.memo.data ?? null) : null,
    error: step.error === null ? null : errorSentence(step.error),
  };
}
