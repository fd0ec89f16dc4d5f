import "server-only";
import type { ClientBase, Pool } from "pg";

type Queryable = Pick<ClientBase | Pool, "query">;

export const QUEUE_SCHEMA = "graphile_worker";
export const ADVANCE_RUN = "advance-run";
export const TAKE_EVENTS = "take-events";

/** A worker's death must never use up a run's tries: those are counted by the run itself. */
const ENDLESS = 32_767;

/** Makes sure that the run is looked at, at the latest at `atMs`. One waiting entry per run: the last call wins. */
export async function queueRun(database: Queryable, runId: string, atMs: number, tries = 0): Promise<void> {
  await database.query(
    `select 1 from ${QUEUE_SCHEMA}.add_job($1, $2::json, run_at => to_timestamp($3::float8 / 1000.0),
       max_attempts => $4, job_key => $5)`,
    [ADVANCE_RUN, JSON.stringify(tries === 0 ? { runId } : { runId, tries }), atMs, ENDLESS, runId],
  );
}

/** Leaves events for a process that runs the embedded runner. */
export async function queueEvents(
  database: Queryable,
  events: readonly unknown[],
  atMs: number,
): Promise<void> {
  await database.query(
    `select 1 from ${QUEUE_SCHEMA}.add_job($1, $2::json, run_at => to_timestamp($3::float8 / 1000.0),
       max_attempts => $4)`,
    [TAKE_EVENTS, JSON.stringify({ events }), atMs, ENDLESS],
  );
}
