import "server-only";
import type { Pool } from "pg";
import { advisoryKey } from "./advisory-key";
import { QUEUE_SCHEMA } from "./queue-jobs";

export function workerLease(workerId: string): string {
  return `worker:${workerId}`;
}

/**
 * Workers whose entries are locked while nobody holds the lease of their name. The queue alone would keep such
 * entries locked for four hours.
 */
export async function findSilentWorkers(database: Pool): Promise<readonly string[]> {
  const locked = await database.query<{ locked_by: string }>(
    `select distinct locked_by from ${QUEUE_SCHEMA}._private_jobs where locked_by is not null`,
  );
  if (locked.rows.length === 0) return [];
  const alive = await database.query<{ key: string }>(
    `select ((classid::bigint << 32) | objid::bigint)::text as key from pg_locks
     where locktype = 'advisory' and objsubid = 1 and granted
       and database = (select oid from pg_database where datname = current_database())`,
  );
  const keys = new Set(alive.rows.map(({ key }) => key));
  return locked.rows
    .map(({ locked_by }) => locked_by)
    .filter((workerId) => !keys.has(String(advisoryKey(workerLease(workerId)))));
}

/** Frees the entries of dead workers and removes those that were replaced while their worker had them. */
export async function releaseWorkers(database: Pool, workerIds: readonly string[]): Promise<void> {
  await database.query(`select ${QUEUE_SCHEMA}.force_unlock_workers($1::text[])`, [workerIds]);
  await database.query(
    `delete from ${QUEUE_SCHEMA}._private_jobs where locked_at is null and attempts >= max_attempts`,
  );
}

/** Puts runs back that have no entry in the queue, such as after the queue's tables were emptied by hand. */
export async function queueForgottenRuns(database: Pool, nowMs: number): Promise<void> {
  await database.query(
    `select ${QUEUE_SCHEMA}.add_job('advance-run', json_build_object('runId', run.id),
       run_at => to_timestamp($1::float8 / 1000.0), max_attempts => 32767, job_key => run.id::text)
     from job_run run where run.ended_at is null
       and not exists (select 1 from ${QUEUE_SCHEMA}._private_jobs job where job.key = run.id::text)`,
    [nowMs],
  );
}
