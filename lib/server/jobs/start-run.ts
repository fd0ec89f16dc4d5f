import "server-only";
import type { ClientBase } from "pg";
import { advisoryKey } from "./advisory-key";
import { cancelRuns } from "./end-run";
import type { JobDefinition, JobEvent } from "./job-definition";
import type { JobRun } from "./job-run";
import { queueRun } from "./queue-jobs";
import { storedEvent } from "./run-rows";
import { timeOrderedUuid } from "./time-ordered-uuid";

const DAY_MS = 86_400_000;

export interface StartRunInput {
  readonly definition: JobDefinition;
  readonly event: JobEvent;
  readonly nowMs: number;
  readonly invokedBy?: JobRun["invokedBy"];
}

/**
 * Queues one run, unless the function's `idempotency`, `singleton` or `debounce` says otherwise. Belongs in the
 * transaction that took the event, so that neither exists without the other.
 *
 * @returns the run that the event led to, or null when it was skipped
 */
export async function startRun(client: ClientBase, input: StartRunInput): Promise<string | null> {
  const { definition, event, nowMs } = input;
  const idempotencyKey = definition.idempotencyKeyOf?.(event) ?? null;
  if (idempotencyKey !== null && (await isRepeated(client, definition.id, idempotencyKey, nowMs)))
    return null;

  const singletonKey = singletonKeyOf(definition, event);
  if (singletonKey !== null && !(await makeRoom(client, definition, singletonKey, nowMs))) return null;

  if (definition.debounce !== null) return await startDebounced(client, input, definition.debounce);

  return await insertRun(client, input, { idempotencyKey, singletonKey, startAtMs: nowMs });
}

function singletonKeyOf(definition: JobDefinition, event: JobEvent): string | null {
  if (definition.singleton === null) return null;
  return definition.singleton.keyOf?.(event) ?? "";
}

async function isRepeated(
  client: ClientBase,
  functionId: string,
  key: string,
  nowMs: number,
): Promise<boolean> {
  await lockName(client, `idempotency:${functionId}:${key}`);
  const found = await client.query(
    `select 1 from job_run where function_id = $1 and idempotency_key = $2
       and queued_at > to_timestamp($3::float8 / 1000.0) limit 1`,
    [functionId, key, nowMs - DAY_MS],
  );
  return found.rows.length > 0;
}

/** False when an active run stays and the new one is to be skipped. */
async function makeRoom(
  client: ClientBase,
  definition: JobDefinition,
  key: string,
  nowMs: number,
): Promise<boolean> {
  await lockName(client, `singleton:${definition.id}:${key}`);
  const active = await client.query<{ id: string }>(
    "select id from job_run where ended_at is null and function_id = $1 and singleton_key = $2",
    [definition.id, key],
  );
  if (active.rows.length === 0) return true;
  if (definition.singleton?.mode === "skip") return false;
  const reason = "A newer run of this function took its place.";
  await cancelRuns(client, { runIds: active.rows.map(({ id }) => id), reason, nowMs });
  return true;
}

async function startDebounced(
  client: ClientBase,
  input: StartRunInput,
  debounce: NonNullable<JobDefinition["debounce"]>,
): Promise<string> {
  const { definition, event, nowMs } = input;
  const key = `debounce:${debounce.keyOf?.(event) ?? ""}`;
  await lockName(client, `${definition.id}:${key}`);
  const waiting = await client.query<{ id: string; queued_at: Date }>(
    `select id, queued_at from job_run where ended_at is null and function_id = $1 and idempotency_key = $2
       and status = 'queued' and wake_at > to_timestamp($3::float8 / 1000.0) for update`,
    [definition.id, key, nowMs],
  );
  const [run] = waiting.rows;
  if (run === undefined) {
    const startAtMs = nowMs + debounce.periodMs;
    return await insertRun(client, input, { idempotencyKey: key, singletonKey: null, startAtMs });
  }
  const latestMs = debounce.timeoutMs === null ? Infinity : run.queued_at.getTime() + debounce.timeoutMs;
  const startAtMs = Math.min(nowMs + debounce.periodMs, latestMs);
  await client.query(
    "update job_run set event = $2::jsonb, event_name = $3, wake_at = to_timestamp($4::float8 / 1000.0) where id = $1",
    [run.id, JSON.stringify(storedEvent(event, null)), event.name, startAtMs],
  );
  await queueRun(client, run.id, startAtMs);
  return run.id;
}

async function insertRun(
  client: ClientBase,
  { definition, event, nowMs, invokedBy }: StartRunInput,
  keys: {
    readonly idempotencyKey: string | null;
    readonly singletonKey: string | null;
    readonly startAtMs: number;
  },
): Promise<string> {
  const runId = timeOrderedUuid(nowMs);
  await client.query(
    `insert into job_run (id, function_id, status, event, event_name, singleton_key, idempotency_key,
                          queued_at, wake_at)
     values ($1, $2, 'queued', $3::jsonb, $4, $5, $6, to_timestamp($7::float8 / 1000.0),
             to_timestamp($8::float8 / 1000.0))`,
    [
      runId,
      definition.id,
      JSON.stringify(storedEvent(event, invokedBy ?? null)),
      event.name,
      keys.singletonKey,
      keys.idempotencyKey,
      nowMs,
      keys.startAtMs === nowMs ? null : keys.startAtMs,
    ],
  );
  await queueRun(client, runId, keys.startAtMs);
  return runId;
}

async function lockName(client: ClientBase, name: string): Promise<void> {
  await client.query("select pg_advisory_xact_lock($1::bigint)", [String(advisoryKey(name))]);
}
