import { expect, it } from "vitest";
import { pool } from "@/lib/server/db/pool";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { QUEUE_SCHEMA } from "@/lib/server/jobs/queue-jobs";
import { useTestDatabase } from "@/tests/support/database";

useTestDatabase();

it("a process that starts while another one makes the queue's tables starts all the same", async () => {
  await pool().query(`drop schema if exists ${QUEUE_SCHEMA} cascade`);
  const other = await pool().connect();
  await other.query("begin");
  await other.query(`create schema ${QUEUE_SCHEMA}`);
  const prepared = prepareQueue(pool());
  await expect.poll(waitsForOther, { timeout: 15_000 }).toBe(true);
  await other.query("commit");
  other.release();
  await prepared;
  const { rows } = await pool().query(`select count(*)::int as entries from ${QUEUE_SCHEMA}._private_jobs`);
  expect(rows).toEqual([{ entries: 0 }]);
});

async function waitsForOther(): Promise<boolean> {
  const { rows } = await pool().query(
    `select 1 from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock' and query ilike '%create schema%'`,
  );
  return rows.length > 0;
}
