import "server-only";
import type { PoolClient } from "pg";
import { pool } from "@/lib/server/db/pool";

/** Namespaces of this folder's advisory locks; the second number says what exactly is locked. */
export const LOCKS = { partitions: 7_310, minutes: 7_311, blocks: 7_312 } as const;

/** Runs `work` in one transaction: all of it is kept, or nothing when it throws. */
export async function inTransaction<Result>(work: (client: PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool().connect();
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    client.release();
    return result;
  } catch (error) {
    const isLost = await client.query("ROLLBACK").then(
      () => false,
      () => true,
    );
    client.release(isLost);
    throw error;
  }
}
