import "server-only";
import type { Pool } from "pg";

/** Payload: the id of a run that changed while some process has it. */
export const RUN_CHANNEL = "evenkeel_job_run";

export async function notifyRun(database: Pool, runId: string): Promise<void> {
  await database.query("select pg_notify($1, $2)", [RUN_CHANNEL, runId]);
}
