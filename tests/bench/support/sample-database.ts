import { randomUUID } from "node:crypto";
import { pool } from "@/lib/server/db/pool";

/** A cluster with its nodes, one storage on each, and guests, numbered from 1; nothing of it is connected. */
export async function addSampleCluster(nodes: number, guests: number): Promise<string> {
  const id = randomUUID();
  await pool().query(
    `INSERT INTO cluster (id, name, token_id, token_secret_sealed, updated_at)
     VALUES ($1, gen_random_uuid()::text, 'none', 'none', now())`,
    [id],
  );
  await pool().query(
    "INSERT INTO node (cluster_id, name) SELECT $1, 'pve' || n FROM generate_series(1, $2::int) n",
    [id, nodes],
  );
  await pool().query(
    `INSERT INTO storage (cluster_id, name, node)
     SELECT $1, 'local-lvm', 'pve' || n FROM generate_series(1, $2::int) n`,
    [id, nodes],
  );
  await pool().query(
    "INSERT INTO guest (cluster_id, vmid, kind) SELECT $1, 99 + g, 'qemu' FROM generate_series(1, $2::int) g",
    [id, guests],
  );
  return id;
}

export async function walBytes(): Promise<number> {
  const { rows } = await pool().query<{ bytes: string }>(
    "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0') AS bytes",
  );
  return Number(rows[0]?.bytes);
}

/** Bytes of the files by table, partitions under their parent's name, the system catalogue as one. */
export async function storedBytes(): Promise<Record<string, number>> {
  const { rows } = await pool().query<{ name: string; bytes: string }>(
    `SELECT CASE WHEN n.nspname IN ('metrics', 'public') THEN coalesce(p.relname, c.relname) ELSE 'catalogue' END AS name,
            sum(pg_total_relation_size(c.oid)) AS bytes
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       LEFT JOIN pg_inherits i ON i.inhrelid = c.oid LEFT JOIN pg_class p ON p.oid = i.inhparent
      WHERE c.relkind IN ('r', 'm') AND n.nspname IN ('metrics', 'public', 'pg_catalog') GROUP BY 1`,
  );
  return Object.fromEntries(rows.map(({ name, bytes }) => [name, Number(bytes)]));
}
