import "server-only";
import { pool } from "@/lib/server/db/pool";
import { readSettings } from "@/lib/server/settings/read-settings";
import { retentionSettingsFrom } from "@/lib/settings/retention-settings";

const DAY_MS = 86_400_000;
const BATCH = 2_000;
/** A function with more runs than this in a day is high-frequency: its successes are of little interest. */
const MANY_RUNS = 200;
const FAILURE_DAYS = 30;
/** Inngest ignores a repeated event id for this long. */
const EVENT_ID_MS = DAY_MS;

/**
 * Removes old job history: successes of high-frequency functions after a day, other runs after
 * `retention.jobRunDays`, failures after 30 days at the earliest, and the ids of events after a day.
 *
 * @returns how many runs were removed
 */
export async function pruneJobs(nowMs: number): Promise<number> {
  const { jobRunDays } = retentionSettingsFrom(await readSettings(null));
  const frequent = await findFrequentFunctions(nowMs);
  let removed = 0;
  removed += await removeRuns(
    "status = 'completed' and function_id = any($3::text[])",
    nowMs - DAY_MS,
    frequent,
  );
  removed += await removeRuns("status <> 'failed'", nowMs - jobRunDays * DAY_MS, []);
  removed += await removeRuns("true", nowMs - Math.max(jobRunDays, FAILURE_DAYS) * DAY_MS, []);
  await removeEventIds(nowMs - EVENT_ID_MS);
  return removed;
}

async function findFrequentFunctions(nowMs: number): Promise<readonly string[]> {
  const rows = await pool().query<{ function_id: string }>(
    `select function_id from job_run where queued_at > to_timestamp($1::float8 / 1000.0)
     group by function_id having count(*) > $2`,
    [nowMs - DAY_MS, MANY_RUNS],
  );
  return rows.rows.map(({ function_id }) => function_id);
}

async function removeRuns(which: string, beforeMs: number, functionIds: readonly string[]): Promise<number> {
  const sql = `delete from job_run where id in (
      select id from job_run where ended_at < to_timestamp($1::float8 / 1000.0) and ${which}
      and ($3::text[] is not null) order by ended_at limit $2)`;
  return await inBatches(() => pool().query(sql, [beforeMs, BATCH, functionIds]));
}

async function removeEventIds(beforeMs: number): Promise<number> {
  const sql = `delete from job_event where id in (
      select id from job_event where received_at < to_timestamp($1::float8 / 1000.0) limit $2)`;
  return await inBatches(() => pool().query(sql, [beforeMs, BATCH]));
}

/** Short transactions: nobody waits for a long one, and a stop in between loses nothing. */
async function inBatches(remove: () => Promise<{ readonly rowCount: number | null }>): Promise<number> {
  let removed = 0;
  for (;;) {
    const count = (await remove()).rowCount ?? 0;
    removed += count;
    if (count < BATCH) return removed;
  }
}
