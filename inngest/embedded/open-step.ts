import { compileCondition } from "@/lib/server/jobs/event-expression";
import type { JobStep } from "@/lib/server/jobs/job-run";
import type { Operation } from "./call-function";
import { parseMoment } from "./parse-duration";

/** An operation that the embedded runner cannot carry out. */
export class UnsupportedOperationError extends Error {
  override readonly name = "UnsupportedOperationError";
}

/** The step that an operation of the SDK asks for, before anything happened with it. */
export function openStep(operation: Operation, nowMs: number): JobStep {
  const step: JobStep = {
    id: operation.id,
    name: operation.displayName,
    op: operation.op,
    status: "waiting",
    position: 0,
    attempt: 0,
    opts: null,
    memo: null,
    error: null,
    startedAtMs: nowMs,
    endedAtMs: null,
    wakeAtMs: null,
  };
  switch (operation.op) {
    case "StepPlanned":
    case "StepRun":
    case "StepError":
    case "StepFailed":
      return { ...step, op: "StepRun", status: "planned" };
    case "Sleep":
      return { ...step, wakeAtMs: momentOf(operation.name, nowMs) };
    case "WaitForEvent":
      return waitingForEvent(step, operation, nowMs);
    case "InvokeFunction":
      return { ...step, wakeAtMs: timeoutOf(operation, nowMs) };
    default:
      throw new UnsupportedOperationError(
        `The step "${operation.displayName}" is a ${operation.op}, which only an Inngest server can carry out.`,
      );
  }
}

function waitingForEvent(step: JobStep, operation: Operation, nowMs: number): JobStep {
  const condition = operation.opts.if;
  if (typeof condition === "string") compileCondition(condition);
  const opts =
    typeof condition === "string" ? { event: operation.name, if: condition } : { event: operation.name };
  return { ...step, opts, wakeAtMs: timeoutOf(operation, nowMs) };
}

function timeoutOf(operation: Operation, nowMs: number): number | null {
  const timeout = operation.opts.timeout;
  return typeof timeout === "string" ? momentOf(timeout, nowMs) : null;
}

function momentOf(text: string, nowMs: number): number {
  const atMs = parseMoment(text, nowMs);
  if (atMs === null) {
    throw new UnsupportedOperationError(`"${text}" is neither a duration such as 10s nor a date.`);
  }
  return atMs;
}

/** Whether an operation is something to wait for, rather than something to run. */
export function isWait(op: string): boolean {
  return op === "Sleep" || op === "WaitForEvent" || op === "InvokeFunction";
}

/** Whether the function wants to go on as soon as one of its parallel steps is done. */
export function racesWithOthers({ opts }: JobStep): boolean {
  return typeof opts === "object" && opts !== null && "parallelMode" in opts && opts.parallelMode === "race";
}
