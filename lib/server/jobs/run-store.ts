import "server-only";
import type { ClientBase, Pool } from "pg";
import type { JobError, JobRun, JobRunStatus, JobStep } from "./job-run";
import { type JobRunRow, type JobStepRow, RUN_COLUMNS, runOfRow, STEP_COLUMNS, stepOfRow } from "./run-rows";

type Queryable = Pick<ClientBase | Pool, "query">;

/** The run and its steps while it has not ended; null when it has, or is not there. */
export async function findActiveRun(
  database: Queryable,
  runId: string,
): Promise<{ readonly run: JobRun; readonly steps: readonly JobStep[] } | null> {
  const runs = await database.query<JobRunRow>(
    `select ${RUN_COLUMNS} from job_run where id = $1 and ended_at is null`,
    [runId],
  );
  const row = runs.rows[0];
  if (row === undefined) return null;
  const steps = await database.query<JobStepRow>(
    `select ${STEP_COLUMNS} from job_step where run_id = $1 order by position, started_at, id`,
    [runId],
  );
  return { run: runOfRow(row), steps: steps.rows.map(stepOfRow) };
}

export interface RunPatch {
  readonly status: JobRunStatus;
  readonly attempt: number;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly wakeAtMs: number | null;
  readonly output?: unknown;
  readonly error: JobError | null;
}

export interface WriteOutcome {
  /** False when the run has ended meanwhile, such as by a cancellation. */
  readonly alive: boolean;
  /** Ids of the steps that were stored; one that somebody else finished first is missing. */
  readonly stored: ReadonlySet<string>;
}

const STEP_UPSERT = `
  insert into job_step (run_id, id, name, op, status, position, attempt, opts, memo, error,
                        started_at, ended_at, wake_at)
  select $1::uuid, s.id, s.name, s.op, s.status, s.position, s.attempt, s.opts, s.memo, s.error,
         to_timestamp(s."startedAtMs" / 1000.0), to_timestamp(s."endedAtMs" / 1000.0),
         to_timestamp(s."wakeAtMs" / 1000.0)
  from jsonb_to_recordset($2::jsonb) as s(
    id text, name text, op text, status text, position int, attempt int, opts jsonb, memo jsonb, error jsonb,
    "startedAtMs" float8, "endedAtMs" float8, "wakeAtMs" float8)
  on conflict (run_id, id) do update set
    status = excluded.status, position = excluded.position, attempt = excluded.attempt, memo = excluded.memo,
    error = excluded.error, started_at = excluded.started_at, ended_at = excluded.ended_at,
    wake_at = excluded.wake_at
  where job_step.status in ('planned', 'waiting')
  returning id`;

/** Stores steps, and the run itself when `patch` is given, in one statement. A finished step is never overwritten. */
export async function writeRun(
  database: Queryable,
  runId: string,
  steps: readonly JobStep[],
  patch: RunPatch | null,
): Promise<WriteOutcome> {
  const stored = `stored as (${STEP_UPSERT})`;
  const answer = "array(select id from stored) as stored";
  const parameters = [runId, JSON.stringify(steps)];
  const result =
    patch === null
      ? await database.query<{ alive: boolean | null; stored: string[] }>(
          `with ${stored}
           select (select ended_at is null from job_run where id = $1::uuid) as alive, ${answer}`,
          parameters,
        )
      : await database.query<{ alive: boolean | null; stored: string[] }>(
          `with ${stored}, run as (
             update job_run set status = $3::"JobRunStatus", attempt = $4,
               started_at = coalesce(started_at, to_timestamp($5::float8 / 1000.0)),
               ended_at = to_timestamp($6::float8 / 1000.0), wake_at = to_timestamp($7::float8 / 1000.0),
               output = $8::jsonb, error = $9::jsonb
             where id = $1::uuid and ended_at is null returning id)
           select exists (select 1 from run) as alive, ${answer}`,
          [...parameters, ...patchParameters(patch)],
        );
  const row = result.rows[0];
  return { alive: row?.alive === true, stored: new Set(row?.stored ?? []) };
}

function patchParameters(patch: RunPatch): unknown[] {
  return [
    patch.status,
    patch.attempt,
    patch.startedAtMs,
    patch.endedAtMs,
    patch.wakeAtMs,
    patch.output === undefined ? null : JSON.stringify(patch.output),
    patch.error === null ? null : JSON.stringify(patch.error),
  ];
}
