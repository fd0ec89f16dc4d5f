import { z } from "zod";
import { pageQuery } from "./envelope";

export const jobRunStatus = z.enum(["queued", "running", "sleeping", "completed", "failed", "cancelled"]);

export const jobFunctionRow = z.object({
  id: z.string(),
  name: z.string(),
  triggers: z.array(z.string()),
  nextRunAtMs: z.number().nullable(),
  lastRun: z
    .object({ id: z.uuid(), status: jobRunStatus, queuedAtMs: z.number(), durationMs: z.number().nullable() })
    .nullable(),
  runsLastHour: z.number().int(),
  failuresLastHour: z.number().int(),
});
export type JobFunctionRow = z.infer<typeof jobFunctionRow>;

export const jobRunRow = z.object({
  id: z.uuid(),
  functionId: z.string(),
  status: jobRunStatus,
  eventName: z.string(),
  queuedAtMs: z.number(),
  startedAtMs: z.number().nullable(),
  endedAtMs: z.number().nullable(),
  wakeAtMs: z.number().nullable(),
  attempt: z.number().int(),
  error: z.string().nullable(),
});
export type JobRunRow = z.infer<typeof jobRunRow>;

export const jobRunDetail = z.object({
  run: jobRunRow,
  event: z.unknown(),
  output: z.unknown(),
  steps: z.array(
    z.object({
      name: z.string(),
      op: z.string(),
      status: z.string(),
      attempt: z.number().int(),
      startedAtMs: z.number().nullable(),
      endedAtMs: z.number().nullable(),
      wakeAtMs: z.number().nullable(),
      output: z.unknown(),
      error: z.string().nullable(),
    }),
  ),
});
export type JobRunDetail = z.infer<typeof jobRunDetail>;

export const jobRunQuery = pageQuery.extend({
  functionId: z.string().max(100).optional(),
  status: jobRunStatus.optional(),
});

export const jobRunParams = z.object({ runId: z.uuid() });

/** How jobs run here: `embedded` in this process, or a `server` that this app cannot list the runs of. */
export const jobRunnerState = z.object({
  runner: z.enum(["embedded", "server"]),
  serverUrl: z.string().nullable(),
  queueDepth: z.number().int().nullable(),
  workers: z.number().int().nullable(),
});
