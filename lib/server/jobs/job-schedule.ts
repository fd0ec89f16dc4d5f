import "server-only";
import type { ClientBase } from "pg";
import { cronSchedule } from "./cron-times";
import type { JobDefinition, JobEvent } from "./job-definition";
import { startRun } from "./start-run";
import { timeOrderedUuid } from "./time-ordered-uuid";

/**
 * Starts what the clock has made due since the last firing that any process noted. Of several missed firings only
 * the latest is made up for; a trigger that was never seen before begins with its next one.
 *
 * @returns the runs that were started
 */
export async function fireDueSchedules(
  client: ClientBase,
  definitions: readonly JobDefinition[],
  nowMs: number,
): Promise<readonly string[]> {
  const fired = await readLastFirings(client);
  const runIds: string[] = [];
  for (const { definition, cron } of cronTriggers(definitions)) {
    const lastMs = fired.get(scheduleKey(definition.id, cron));
    if (lastMs === undefined) {
      await claim(client, definition.id, cron, nowMs);
      continue;
    }
    const dueMs = cronSchedule(cron).latestWithin(lastMs, nowMs);
    if (dueMs === null || !(await claim(client, definition.id, cron, dueMs))) continue;
    const event = timerEvent(cron, dueMs, nowMs);
    const runId = await startRun(client, { definition, event, nowMs });
    if (runId !== null) runIds.push(runId);
  }
  return runIds;
}

/** When the next cron trigger of any function fires; null without one. */
export function nextFiringMs(definitions: readonly JobDefinition[], nowMs: number): number | null {
  const next = cronTriggers(definitions).flatMap(({ cron }) => cronSchedule(cron).nextAfter(nowMs) ?? []);
  return next.length === 0 ? null : Math.min(...next);
}

function cronTriggers(
  definitions: readonly JobDefinition[],
): readonly { readonly definition: JobDefinition; readonly cron: string }[] {
  return definitions.flatMap((definition) =>
    definition.triggers.flatMap((trigger) =>
      trigger.kind === "cron" ? [{ definition, cron: trigger.cron }] : [],
    ),
  );
}

function timerEvent(cron: string, dueMs: number, nowMs: number): JobEvent {
  return { id: timeOrderedUuid(nowMs), name: "inngest/scheduled.timer", data: { cron }, ts: dueMs };
}

async function readLastFirings(client: ClientBase): Promise<ReadonlyMap<string, number>> {
  const rows = await client.query<{ function_id: string; cron: string; last_fired_at: Date }>(
    "select function_id, cron, last_fired_at from job_schedule",
  );
  return new Map(
    rows.rows.map((row) => [scheduleKey(row.function_id, row.cron), row.last_fired_at.getTime()]),
  );
}

function scheduleKey(functionId: string, cron: string): string {
  return `${functionId} ${cron}`;
}

/** True for exactly one of all processes: the row only ever moves forward. */
async function claim(
  client: ClientBase,
  functionId: string,
  cron: string,
  firedMs: number,
): Promise<boolean> {
  const moved = await client.query(
    `insert into job_schedule (function_id, cron, last_fired_at)
     values ($1, $2, to_timestamp($3::float8 / 1000.0))
     on conflict (function_id, cron) do update set last_fired_at = excluded.last_fired_at
       where job_schedule.last_fired_at < excluded.last_fired_at`,
    [functionId, cron, firedMs],
  );
  return moved.rowCount === 1;
}
