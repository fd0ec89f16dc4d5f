import pg from "pg";

/** What writes, as the benchmark names it. */
export type WritePart =
  | "readings"
  | "samples"
  | "snapshot"
  | "events"
  | "jobs"
  | "graphile_worker"
  | "catalogue"
  | "other";

const PART = `CASE
    WHEN n.nspname = 'pg_toast' THEN (SELECT CASE WHEN o.relname = 'snapshot' THEN 'snapshot' ELSE 'other' END
                                        FROM pg_class o WHERE o.reltoastrelid IN (c.oid, i.indrelid))
    WHEN n.nspname = 'metrics' AND c.relname ~ '^snapshot' THEN 'snapshot'
    WHEN n.nspname = 'metrics' AND c.relname ~ '^recent_' THEN 'readings'
    WHEN n.nspname = 'metrics' AND c.relname ~ '^(minute|hour|cluster)_' THEN 'samples'
    WHEN n.nspname = 'graphile_worker' THEN 'graphile_worker'
    WHEN n.nspname = 'public' AND c.relname ~ '^job_' THEN 'jobs'
    WHEN n.nspname = 'public' AND c.relname ~ '^event' THEN 'events'
    WHEN n.nspname = 'pg_catalog' THEN 'catalogue'
    ELSE 'other' END`;

/** Bytes of the product's files by part, indexes and TOAST with their tables. */
export async function storedBytesByPart(url: string): Promise<Readonly<Record<string, number>>> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ part: WritePart; bytes: string }>(
      `SELECT ${PART} AS part, sum(pg_total_relation_size(c.oid)) AS bytes
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_index i ON i.indexrelid = c.oid
        WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_toast', 'information_schema') GROUP BY 1`,
    );
    return Object.fromEntries(rows.map(({ part, bytes }) => [part, Number(bytes)]));
  });
}

export async function walPosition(url: string): Promise<string> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ lsn: string }>("SELECT pg_current_wal_flush_lsn()::text AS lsn");
    return rows[0]?.lsn ?? "0/0";
  });
}

export interface WalFigures {
  readonly bytes: number;
  /** Pages written whole because a checkpoint came before their change; in `bytes`. */
  readonly fullPageImageBytes: number;
  /** By the relation that was changed; commits, checkpoints and padding are "other". */
  readonly bytesByPart: Readonly<Record<string, number>>;
}

/** What the write-ahead log holds between two positions, all of it, and whose it is. */
export async function readWal(
  { maintenanceUrl, url }: { readonly maintenanceUrl: string; readonly url: string },
  from: string,
  to: string,
): Promise<WalFigures> {
  const blocks = await withClient(maintenanceUrl, async (client) => {
    // In the maintenance database, so that the product's own stays as it is.
    await client.query("CREATE EXTENSION IF NOT EXISTS pg_walinspect");
    const { rows } = await client.query<{ file: string; bytes: string; images: string }>(
      `SELECT b.relfilenode AS file, sum(b.block_data_length + b.block_fpi_length
                + b.main_data_length::numeric / b.blocks + 24 + 28) AS bytes, sum(b.block_fpi_length) AS images
         FROM (SELECT *, count(*) OVER (PARTITION BY start_lsn) AS blocks
                 FROM pg_get_wal_block_info($1::pg_lsn, $2::pg_lsn, false)) b
        GROUP BY 1`,
      [from, to],
    );
    return rows;
  });
  return withClient(url, async (client) => {
    const { rows: files } = await client.query<{ file: string; part: WritePart }>(
      `SELECT pg_relation_filenode(c.oid) AS file, ${PART} AS part
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_index i ON i.indexrelid = c.oid
        WHERE pg_relation_filenode(c.oid) IS NOT NULL`,
    );
    const { rows: totals } = await client.query<{ bytes: string }>(
      "SELECT pg_wal_lsn_diff($2::pg_lsn, $1::pg_lsn) AS bytes",
      [from, to],
    );
    const bytes = Number(totals[0]?.bytes);
    const partOf = new Map(files.map(({ file, part }) => [String(file), part]));
    const bytesByPart: Record<string, number> = {};
    let known = 0;
    for (const { file, bytes: ofFile } of blocks) {
      const part = partOf.get(String(file)) ?? "other";
      bytesByPart[part] = (bytesByPart[part] ?? 0) + Math.round(Number(ofFile));
      known += Math.round(Number(ofFile));
    }
    bytesByPart.other = (bytesByPart.other ?? 0) + Math.max(0, bytes - known);
    const fullPageImageBytes = blocks.reduce((total, { images }) => total + Number(images), 0);
    return { bytes, fullPageImageBytes, bytesByPart };
  });
}

export async function withClient<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
