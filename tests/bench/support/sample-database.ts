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
