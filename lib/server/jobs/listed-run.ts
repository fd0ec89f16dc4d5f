import "server-only";
import type { JobRunRow } from "@/lib/api/jobs";
import type { JobError, JobRunStatus } from "./job-run";

/** A run's row without its event and output, which may be large. */
export interface ListedRun {
  readonly id: string;
  readonly function_id: string;
  readonly status: JobRunStatus;
  readonly event_name: string;
  readonly attempt: number;
  readonly queued_at: Date;
  readonly started_at: Date | null;
  readonly ended_at: Date | null;
  readonly wake_at: Date | null;
  readonly error: JobError | null;
}

export const RUN_LIST_COLUMNS =
  "id, function_id, status, event_name, attempt, queued_at, started_at, ended_at, wake_at, error";

export function listedRun(row: ListedRun): JobRunRow {
  return {
    id: row.id,
    functionId: row.function_id,
    status: row.status,
    eventName: row.event_name,
    queuedAtMs: row.queued_at.getTime(),
    startedAtMs: row.started_at?.getTime() ?? null,
    endedAtMs: row.ended_at?.getTime() ?? null,
    wakeAtMs: row.wake_at?.getTime() ?? null,
    attempt: row.attempt,
    error: row.error === null ? null : errorSentence(row.error),
  };
}

export function errorSentence({ name, message }: JobError): string {
  return message === "" ? name : message;
}
