import "server-only";
import { pool } from "@/lib/server/db/pool";
import { DAY_MS, partitionStart, SAMPLE_TABLES, type SampleTable } from "./sample-tables";

export interface SampleTableFigures {
  readonly table: SampleTable;
  readonly partitions: number;
  readonly bytes: number;
  /** The planner's estimate. */
  readonly rows: number;
  readonly oldestMs: number | null;
}

export interface StorageFigures {
  readonly databaseBytes: number;
  readonly tables: readonly SampleTableFigures[];
  /** What the tables that keep samples for long gained on their last complete day; null before there was one. */
  readonly growthBytesPerDay: number | null;
}

/** How much room samples take. */
export async function readStorageFigures(nowMs: number): Promise<StorageFigures> {
  const { rows } = await pool().query<{ parent: string; name: string; bytes: string; rows: number }>(
    `SELECT p.relname AS parent, c.relname AS name, pg_total_relation_size(c.oid) AS bytes,
            greatest(c.reltuples, 0)::float8 AS rows
       FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent
      WHERE p.relnamespace = 'metrics'::regnamespace AND c.relkind = 'r'`,
  );
  const { rows: database } = await pool().query<{ bytes: string }>(
    "SELECT pg_database_size(current_database()) AS bytes",
  );
  const tables = SAMPLE_TABLES.map((table) => {
    const own = rows.filter(({ parent }) => parent === table);
    const starts = own
      .filter(({ rows: count }) => count > 0)
      .map(({ name }) => partitionStart(table, name))
      .filter((start) => start !== null);
    return {
      table,
      partitions: own.length,
      bytes: own.reduce((total, { bytes }) => total + Number(bytes), 0),
      rows: own.reduce((total, { rows: count }) => total + count, 0),
      oldestMs: starts.length === 0 ? null : Math.min(...starts),
    };
  });
  const yesterday = rows.find(
    ({ parent, name }) =>
      parent === "minute_block" && partitionStart("minute_block", name) === startOfYesterday(nowMs),
  );
  return {
    databaseBytes: Number(database[0]?.bytes ?? 0),
    tables,
    growthBytesPerDay: yesterday ? Number(yesterday.bytes) : null,
  };
}

function startOfYesterday(nowMs: number): number {
  return Math.floor(nowMs / DAY_MS) * DAY_MS - DAY_MS;
}
