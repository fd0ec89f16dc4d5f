import "server-only";
import type { PoolClient } from "pg";
import { pool } from "@/lib/server/db/pool";

/** Runs `work` in one transaction; any error rolls all of it back. */
export async function runInTransaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool().connect();
  try {
    await client.query("begin");
    const result = await work(client);
    await client.query("commit");
    client.release();
    return result;
  } catch (error) {
    await client.query("rollback").then(
      () => client.release(),
      (rollbackError: Error) => client.release(rollbackError),
    );
    throw error;
  }
}
