import "server-only";
import { createHash } from "node:crypto";
import { pool } from "@/lib/server/db/pool";

/**
 * Runs `work` while no other process, and nobody else in this one, does the same for this cluster. The lock lives in
 * the database session, so it ends with a process that dies. Null when somebody else holds it.
 */
export async function withClusterLock<Result>(
  purpose: "collect" | "backfill" | "recommend" | "automate" | "plan",
  clusterId: string,
  work: () => Promise<Result>,
): Promise<Result | null> {
  const key = createHash("sha256")
    .update(`evenkeel-${purpose}:${clusterId}`)
    .digest()
    .readBigInt64BE(0)
    .toString();
  const client = await pool().connect();
  let isBroken = true;
  try {
    const { rows } = await client.query<{ locked: boolean }>("SELECT pg_try_advisory_lock($1) AS locked", [
      key,
    ]);
    isBroken = false;
    if (!rows[0]?.locked) return null;
    isBroken = true;
    try {
      return await work();
    } finally {
      await client.query("SELECT pg_advisory_unlock($1)", [key]);
      isBroken = false;
    }
  } finally {
    // A session that may still hold the lock must not go back into the pool.
    client.release(isBroken);
  }
}
