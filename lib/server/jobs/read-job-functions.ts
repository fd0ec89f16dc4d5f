import "server-only";
import type { JobFunctionRow } from "@/lib/api/jobs";
import type { Viewer } from "@/lib/server/auth/viewer";
import { pool } from "@/lib/server/db/pool";
import { cronSchedule } from "./cron-times";
import type { JobDefinition } from "./job-definition";
import type { JobRunStatus } from "./job-run";
import { registeredDefinitions } from "./runner-registry";

const HOUR_MS = 3_600_000;

interface FunctionRow {
  readonly function_id: string;
  readonly id: string;
  readonly status: JobRunStatus;
  readonly queued_at: Date;
  readonly started_at: Date | null;
  readonly ended_at: Date | null;
  readonly runs: number;
  readonly failures: number;
}

/** Every background job with its triggers, last and next run. With an Inngest server the runs are that server's. */
export async function readJobFunctions(
  _viewer: Viewer,
  definitions: readonly JobDefinition[] = registeredDefinitions(),
): Promise<JobFunctionRow[]> {
  const nowMs = Date.now();
  const rows = await readLastRuns(
    definitions.map(({ id }) => id),
    nowMs,
  );
  return definitions.map((definition) => rowOf(definition, rows.get(definition.id), nowMs));
}

function rowOf(definition: JobDefinition, row: FunctionRow | undefined, nowMs: number): JobFunctionRow {
  return {
    id: definition.id,
    name: definition.name,
    triggers: definition.triggers.map((trigger) => (trigger.kind === "cron" ? trigger.cron : trigger.event)),
    nextRunAtMs: nextRunMs(definition, nowMs),
    lastRun:
      row === undefined
        ? null
        : {
            id: row.id,
            status: row.status,
            queuedAtMs: row.queued_at.getTime(),
            durationMs:
              row.started_at === null || row.ended_at === null
                ? null
                : row.ended_at.getTime() - row.started_at.getTime(),
          },
    runsLastHour: row?.runs ?? 0,
    failuresLastHour: row?.failures ?? 0,
  };
}

function nextRunMs({ triggers }: JobDefinition, nowMs: number): number | null {
  const moments = triggers.flatMap((trigger) =>
    trigger.kind === "cron" ? (cronSchedule(trigger.cron).nextAfter(nowMs) ?? []) : [],
  );
  return moments.length === 0 ? null : Math.min(...moments);
}

async function readLastRuns(
  functionIds: readonly string[],
  nowMs: number,
): Promise<ReadonlyMap<string, FunctionRow>> {
  const found = await pool().query<FunctionRow>(
    `select wanted.function_id, last.id, last.status, last.queued_at, last.started_at, last.ended_at,
            counts.runs, counts.failures
     from unnest($1::text[]) as wanted(function_id)
     cross join lateral (
       select * from job_run where function_id = wanted.function_id order by queued_at desc limit 1) last
     cross join lateral (
       select count(*)::int as runs, (count(*) filter (where status = 'failed'))::int as failures
       from job_run where function_id = wanted.function_id
         and queued_at > to_timestamp($2::float8 / 1000.0)) counts`,
    [functionIds, nowMs - HOUR_MS],
  );
  return new Map(found.rows.map((row) => [row.function_id, row]));
}
