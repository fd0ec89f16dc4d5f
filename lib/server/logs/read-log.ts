import "server-only";
import type { ListMeta } from "@/lib/api/envelope";
import type { LogQuery, LogRow } from "@/lib/api/logs";
import { canReadLog, refuseUnless } from "@/lib/server/auth/permissions";
import type { Viewer } from "@/lib/server/auth/viewer";
import { pool } from "@/lib/server/db/pool";
import { levelNumber, levelOf } from "./log-entry";
import { nameMoves } from "./name-moves";

type LogFilter = Pick<LogQuery, "level" | "text" | "component" | "fromMs" | "toMs" | "after">;

/** Lines of the program's own log, newest first, a page at a time. For operators. */
export async function readLog(
  viewer: Viewer,
  { limit, cursor, ...filter }: LogQuery,
): Promise<{ readonly rows: LogRow[]; readonly meta: ListMeta }> {
  refuseUnless(canReadLog(viewer), viewer, "read the program's log");
  const values = filterValues(filter);
  const [page, counted] = await Promise.all([
    pool().query<StoredLine>(
      `SELECT ${COLUMNS} FROM log_entry WHERE ${WHERE} AND ($7::bigint IS NULL OR id < $7::bigint)
        ORDER BY log_entry.id DESC LIMIT $8`,
      [...values, cursor ?? null, limit + 1],
    ),
    pool().query<{ total: number }>(`SELECT count(*)::int AS total FROM log_entry WHERE ${WHERE}`, values),
  ]);
  const rows = page.rows.slice(0, limit).map(rowFrom);
  const more = page.rows.length > limit;
  return {
    rows: await nameMoves(rows),
    meta: { total: counted.rows[0]?.total ?? 0, nextCursor: more ? (rows.at(-1)?.id ?? null) : null },
  };
}

/** More than anybody reads; of more, the newest. */
const MOST_EXPORTED = 50_000;

/** The same lines as one JSON object a line, oldest first, as the program writes them. */
export async function exportLog(viewer: Viewer, filter: Omit<LogFilter, "after">): Promise<string> {
  refuseUnless(canReadLog(viewer), viewer, "read the program's log");
  const { rows } = await pool().query<StoredLine>(
    `SELECT ${COLUMNS} FROM log_entry WHERE ${WHERE} ORDER BY log_entry.id DESC LIMIT $7`,
    [...filterValues(filter), MOST_EXPORTED],
  );
  const lines = rows.reverse().map((line) => JSON.stringify(exported(rowFrom(line))));
  return lines.map((line) => `${line}\n`).join("");
}

interface StoredLine {
  readonly id: string;
  readonly at_ms: number;
  readonly level: number;
  readonly component: string | null;
  readonly message: string;
  readonly fields: Record<string, unknown>;
  readonly process: string;
}

const COLUMNS =
  "id::text AS id, (extract(epoch FROM at) * 1000)::float8 AS at_ms, level, component, message, fields, process";

const WHERE = `($1::int IS NULL OR level >= $1)
  AND ($2::text IS NULL OR component = $2)
  AND ($3::timestamptz IS NULL OR at >= $3)
  AND ($4::timestamptz IS NULL OR at < $4)
  AND ($5::bigint IS NULL OR id > $5)
  AND (message || ' ' || coalesce(component, '') || ' ' || fields::text) ILIKE ALL ($6::text[])`;

function filterValues({ level, text, component, fromMs, toMs, after }: LogFilter): unknown[] {
  return [
    level === undefined ? null : levelNumber(level),
    component || null,
    fromMs === undefined ? null : new Date(fromMs),
    toMs === undefined ? null : new Date(toMs),
    after ?? null,
    wordsOf(text).map((word) => `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`),
  ];
}

function wordsOf(text: string | undefined): readonly string[] {
  return (text ?? "").replaceAll("\u0000", "").split(/\s+/).filter(Boolean);
}

function rowFrom({
  id,
  at_ms,
  level,
  component,
  message,
  fields,
  process,
}: StoredLine): Omit<LogRow, "move"> {
  return { id, atMs: Math.round(at_ms), level: levelOf(level), component, message, fields, process };
}

function exported({ atMs, level, component, message, fields, process }: Omit<LogRow, "move">) {
  return {
    level,
    time: new Date(atMs).toISOString(),
    ...(component !== null && { component }),
    ...fields,
    process,
    msg: message,
  };
}
