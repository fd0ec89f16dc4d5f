import "server-only";
import type { JobEvent } from "./job-definition";
import type { JobError, JobMemo, JobRun, JobRunStatus, JobStep, JobStepStatus } from "./job-run";

/** Where the embedded runner notes, beside the event, which step waits for the run. Never sent to a function. */
const INVOKED_BY = "$invokedBy";

type StoredEvent = JobEvent & { readonly [INVOKED_BY]?: JobRun["invokedBy"] };

export interface JobRunRow {
  readonly id: string;
  readonly function_id: string;
  readonly status: JobRunStatus;
  readonly event: StoredEvent;
  readonly attempt: number;
  readonly queued_at: Date;
  readonly started_at: Date | null;
  readonly ended_at: Date | null;
  readonly wake_at: Date | null;
  readonly error: JobError | null;
}

export interface JobStepRow {
  readonly id: string;
  readonly name: string;
  readonly op: string;
  readonly status: JobStepStatus;
  readonly position: number;
  readonly attempt: number;
  readonly opts: unknown;
  readonly memo: JobMemo | null;
  readonly error: JobError | null;
  readonly started_at: Date | null;
  readonly ended_at: Date | null;
  readonly wake_at: Date | null;
}

export const RUN_COLUMNS =
  "id, function_id, status, event, attempt, queued_at, started_at, ended_at, wake_at, error";
export const STEP_COLUMNS =
  "id, name, op, status, position, attempt, opts, memo, error, started_at, ended_at, wake_at";

export function storedEvent(event: JobEvent, invokedBy: JobRun["invokedBy"]): StoredEvent {
  return invokedBy === null ? event : { ...event, [INVOKED_BY]: invokedBy };
}

export function runOfRow(row: JobRunRow): JobRun {
  const { [INVOKED_BY]: invokedBy, ...event } = row.event;
  return {
    id: row.id,
    functionId: row.function_id,
    status: row.status,
    event,
    invokedBy: invokedBy ?? null,
    attempt: row.attempt,
    queuedAtMs: row.queued_at.getTime(),
    startedAtMs: row.started_at?.getTime() ?? null,
    wakeAtMs: row.wake_at?.getTime() ?? null,
    error: row.error,
  };
}

export function stepOfRow(row: JobStepRow): JobStep {
  return {
    id: row.id,
    name: row.name,
    op: row.op,
    status: row.status,
    position: row.position,
    attempt: row.attempt,
    opts: row.opts,
    memo: row.memo,
    error: row.error,
    startedAtMs: row.started_at?.getTime() ?? null,
    endedAtMs: row.ended_at?.getTime() ?? null,
    wakeAtMs: row.wake_at?.getTime() ?? null,
  };
}
