import "server-only";
import type { JobEvent } from "./job-definition";

export type JobRunStatus = "queued" | "running" | "sleeping" | "completed" | "failed" | "cancelled";

/** `planned` waits for its (next) try, `waiting` for time, an event or another run. */
export type JobStepStatus = "planned" | "waiting" | "completed" | "failed";

export interface JobError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
}

/** What the SDK is given for a finished step. */
export type JobMemo =
  | { readonly type: "data"; readonly data: unknown }
  | { readonly type: "error"; readonly error: JobError };

export interface JobStep {
  readonly id: string;
  readonly name: string;
  readonly op: string;
  readonly status: JobStepStatus;
  /** Order of completion, from 1; 0 while it is open. */
  readonly position: number;
  readonly attempt: number;
  readonly opts: unknown;
  readonly memo: JobMemo | null;
  readonly error: JobError | null;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly wakeAtMs: number | null;
}

export interface JobRun {
  readonly id: string;
  readonly functionId: string;
  readonly status: JobRunStatus;
  readonly event: JobEvent;
  /** The step of another run that waits for this one's result. */
  readonly invokedBy: { readonly runId: string; readonly stepId: string } | null;
  readonly attempt: number;
  readonly queuedAtMs: number;
  readonly startedAtMs: number | null;
  readonly wakeAtMs: number | null;
  readonly error: JobError | null;
}

export function isOpenStep(step: JobStep): boolean {
  return step.status === "planned" || step.status === "waiting";
}
