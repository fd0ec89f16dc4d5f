import "server-only";
import type { z } from "zod";
import type { jobRunnerState } from "@/lib/api/jobs";
import type { Viewer } from "@/lib/server/auth/viewer";
import { pool } from "@/lib/server/db/pool";
import { env } from "@/lib/server/env";
import { QUEUE_SCHEMA } from "./queue-jobs";
import { usesInngestServer } from "./uses-inngest-server";

const CLOUD = "https://app.inngest.com";

/** What runs the jobs here. `queueDepth`: runs that are due and not taken yet; `workers`: processes that take them. */
export async function readJobRunnerState(_viewer: Viewer): Promise<z.infer<typeof jobRunnerState>> {
  if (usesInngestServer()) {
    return { runner: "server", serverUrl: env.INNGEST_BASE_URL ?? CLOUD, queueDepth: null, workers: null };
  }
  const exists = await pool().query<{ found: string | null }>("select to_regclass($1) as found", [
    `${QUEUE_SCHEMA}._private_jobs`,
  ]);
  if (exists.rows[0]?.found == null) {
    return { runner: "embedded", serverUrl: null, queueDepth: 0, workers: 0 };
  }
  const state = await pool().query<{ depth: number; workers: number }>(
    `select (select count(*)::int from ${QUEUE_SCHEMA}._private_jobs
             where is_available and run_at <= now()) as depth,
            (select count(*)::int from pg_stat_activity
             where datname = current_database() and application_name = 'evenkeel-jobs') as workers`,
  );
  return {
    runner: "embedded",
    serverUrl: null,
    queueDepth: state.rows[0]?.depth ?? 0,
    workers: state.rows[0]?.workers ?? 0,
  };
}
