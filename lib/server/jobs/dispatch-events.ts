import "server-only";
import type { ClientBase } from "pg";
import { cancelRuns, resolveStep } from "./end-run";
import { compileCondition } from "./event-expression";
import type { JobCancellation, JobDefinition, JobEvent } from "./job-definition";
import { type JobRunRow, RUN_COLUMNS, runOfRow } from "./run-rows";
import { startRun } from "./start-run";
import { timeOrderedUuid } from "./time-ordered-uuid";

/** An event as it is sent; without an id it can never be a duplicate. */
export interface SentEvent {
  readonly id?: string | undefined;
  readonly name: string;
  readonly data?: Readonly<Record<string, unknown>> | undefined;
  readonly ts?: number | undefined;
}

export interface Dispatched {
  readonly eventIds: readonly string[];
  /** Runs that were started, woken or cancelled. */
  readonly runIds: readonly string[];
}

/**
 * Takes events: starts what they trigger, answers the steps that wait for them, cancels what they cancel. An event
 * whose id was seen before is ignored. All of it belongs in one transaction of the caller.
 */
export async function dispatchEvents(
  client: ClientBase,
  definitions: readonly JobDefinition[],
  sent: readonly SentEvent[],
  nowMs: number,
): Promise<Dispatched> {
  const eventIds: string[] = [];
  const runIds: string[] = [];
  for (const one of sent) {
    const event = completeEvent(one, nowMs);
    eventIds.push(event.id);
    if (one.id !== undefined && !(await isFirst(client, event, nowMs))) continue;
    runIds.push(
      ...(await cancelMatching(client, definitions, event, nowMs)),
      ...(await answerWaits(client, event, nowMs)),
      ...(await startTriggered(client, definitions, event, nowMs)),
    );
  }
  return { eventIds, runIds };
}

function completeEvent(sent: SentEvent, nowMs: number): JobEvent {
  return {
    id: sent.id ?? timeOrderedUuid(nowMs),
    name: sent.name,
    data: sent.data ?? {},
    ts: sent.ts ?? nowMs,
  };
}

/** Only the id counts: what the event carried is with the runs that it started. */
async function isFirst(client: ClientBase, event: JobEvent, nowMs: number): Promise<boolean> {
  const inserted = await client.query(
    `insert into job_event (id, name, data, ts, received_at)
     values ($1, $2, '{}', $3, to_timestamp($4::float8 / 1000.0)) on conflict (id) do nothing`,
    [event.id, event.name, Math.floor(event.ts), nowMs],
  );
  return inserted.rowCount === 1;
}

async function startTriggered(
  client: ClientBase,
  definitions: readonly JobDefinition[],
  event: JobEvent,
  nowMs: number,
): Promise<readonly string[]> {
  const runIds: string[] = [];
  for (const definition of definitions) {
    const isTriggered = definition.triggers.some(
      (trigger) => trigger.kind === "event" && trigger.event === event.name && trigger.accepts(event),
    );
    if (!isTriggered) continue;
    const runId = await startRun(client, { definition, event, nowMs });
    if (runId !== null) runIds.push(runId);
  }
  return runIds;
}

async function answerWaits(client: ClientBase, event: JobEvent, nowMs: number): Promise<readonly string[]> {
  const waits = await client.query<JobRunRow & { step_id: string; condition: string | null }>(
    `select ${RUN_COLUMNS.split(", ")
      .map((column) => `run.${column}`)
      .join(", ")}, step.id as step_id, step.opts ->> 'if' as condition
     from job_run run join job_step step on step.run_id = run.id
     where run.ended_at is null and step.op = 'WaitForEvent' and step.status = 'waiting'
       and step.opts ->> 'event' = $1
       and (step.wake_at is null or step.wake_at > to_timestamp($2::float8 / 1000.0))`,
    [event.name, nowMs],
  );
  const runIds: string[] = [];
  for (const row of waits.rows) {
    const matches = row.condition === null || compileCondition(row.condition)(runOfRow(row).event, event);
    if (!matches) continue;
    const resolved = await resolveStep(
      client,
      { runId: row.id, stepId: row.step_id },
      { type: "data", data: event },
      nowMs,
    );
    if (resolved) runIds.push(row.id);
  }
  return runIds;
}

async function cancelMatching(
  client: ClientBase,
  definitions: readonly JobDefinition[],
  event: JobEvent,
  nowMs: number,
): Promise<readonly string[]> {
  const cancelling = definitions.filter(({ cancelOn }) => cancelOn.some((one) => one.event === event.name));
  if (cancelling.length === 0) return [];
  const active = await client.query<JobRunRow>(
    `select ${RUN_COLUMNS} from job_run where ended_at is null and function_id = any($1::text[])`,
    [cancelling.map(({ id }) => id)],
  );
  const runIds = active.rows
    .map(runOfRow)
    .filter((run) =>
      cancelling.some(
        ({ id, cancelOn }) =>
          id === run.functionId &&
          cancelOn.some((one) => cancels(one, run.event, event, nowMs - run.queuedAtMs)),
      ),
    )
    .map(({ id }) => id);
  return await cancelRuns(client, { runIds, reason: `The event ${event.name} cancelled it.`, nowMs });
}

function cancels(cancellation: JobCancellation, trigger: JobEvent, event: JobEvent, ageMs: number): boolean {
  if (cancellation.event !== event.name) return false;
  if (cancellation.withinMs !== null && ageMs > cancellation.withinMs) return false;
  return cancellation.matches === null || cancellation.matches(trigger, event);
}
