import "server-only";
import { inTransaction, LOCKS } from "./in-transaction";
import { PARTITION_PLANS, partitionName, type SampleTable } from "./sample-tables";

const NO_PARTITION = "23514";

const shared = globalThis as typeof globalThis & { evenkeelPartitions?: Set<string> };

function known(): Set<string> {
  shared.evenkeelPartitions ??= new Set();
  return shared.evenkeelPartitions;
}

/** Partitions were dropped, perhaps by another process: believe nothing that was seen before. */
export function forgetPartitions(): void {
  known().clear();
}

/** Makes the partitions that hold these moments, where they are missing. */
export async function ensurePartitions(table: SampleTable, timesMs: Iterable<number>): Promise<void> {
  const plan = PARTITION_PLANS[table];
  const starts = new Set([...timesMs].map(plan.startOf));
  const missing = [...starts].filter((startMs) => !known().has(partitionName(table, startMs)));
  if (missing.length === 0) return;

  await inTransaction(async (client) => {
    await client.query("SELECT pg_advisory_xact_lock($1, 0)", [LOCKS.partitions]);
    for (const startMs of missing) {
      const [from, to] = [startMs, plan.endOf(startMs)].map((atMs) => new Date(atMs).toISOString());
      const name = `metrics.${partitionName(table, startMs)}`;
      const { rows } = await client.query("SELECT to_regclass($1) AS present", [name]);
      if (rows[0]?.present !== null) continue;
      await client.query(
        `CREATE ${plan.unlogged ? "UNLOGGED" : ""} TABLE ${name}
           PARTITION OF metrics.${table} FOR VALUES FROM ('${from}') TO ('${to}')`,
      );
      // Statistics of packed bodies serve no query, and would be written anew every few minutes.
      await client.query(`ALTER TABLE ${name} ALTER COLUMN body SET STATISTICS 0`);
    }
  });
  for (const startMs of missing) known().add(partitionName(table, startMs));
}

/** Runs `write`, once more when a partition that was believed to be there was not. It must be safe to repeat. */
export async function withPartitions<Result>(
  table: SampleTable,
  timesMs: readonly number[],
  write: () => Promise<Result>,
): Promise<Result> {
  await ensurePartitions(table, timesMs);
  try {
    return await write();
  } catch (error) {
    if ((error as { code?: string }).code !== NO_PARTITION) throw error;
    forgetPartitions();
    await ensurePartitions(table, timesMs);
    return write();
  }
}
