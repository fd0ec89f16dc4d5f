import "server-only";
import type { z } from "zod";
import type { ListMeta } from "@/lib/api/envelope";
import type { JobRunRow, jobRunQuery } from "@/lib/api/jobs";
import type { Viewer } from "@/lib/server/auth/viewer";
import { pool } from "@/lib/server/db/pool";
import { AppError } from "@/lib/server/http/app-error";
import { type ListedRun, listedRun, RUN_LIST_COLUMNS } from "./listed-run";

/** Runs of background jobs, newest first, a page at a time. */
export async function readJobRuns(
  _viewer: Viewer,
  query: z.infer<typeof jobRunQuery>,
): Promise<{ readonly rows: JobRunRow[]; readonly meta: ListMeta }> {
  const filter = [query.functionId ?? null, query.status ?? null];
  const where = `($1::text is null or function_id = $1) and ($2::text is null or status = $2::"JobRunStatus")`;
  const after = query.cursor === undefined ? null : readCursor(query.cursor);
  const page = await pool().query<ListedRun>(
    `select ${RUN_LIST_COLUMNS} from job_run where ${where}
       and ($3::float8 is null or (queued_at, id) < (to_timestamp($3::float8 / 1000.0), $4::uuid))
     order by queued_at desc, id desc limit $5`,
    [...filter, after?.queuedAtMs ?? null, after?.id ?? null, query.limit + 1],
  );
  const total = await pool().query<{ total: number }>(
    `select count(*)::int as total from job_run where ${where}`,
    filter,
  );
  const rows = page.rows.slice(0, query.limit).map(listedRun);
  const last = page.rows.length > query.limit ? rows.at(-1) : undefined;
  return {
    rows,
    meta: {
      total: total.rows[0]?.total ?? 0,
      nextCursor: last === undefined ? null : `${last.queuedAtMs}_${last.id}`,
    },
  };
}

function readCursor(cursor: string): { readonly queuedAtMs: number; readonly id: string } {
  const [, queuedAtMs, id] = /^(\d{1,15})_([0-9a-f-]{36})$/.exec(cursor) ?? [];
  if (queuedAtMs === undefined || id === undefined) {
    throw new AppError("invalid_input", "The cursor is not one of this list.", [
      { path: "cursor", message: "use the nextCursor of the page before" },
    ]);
  }
  return { queuedAtMs: Number(queuedAtMs), id };
}
