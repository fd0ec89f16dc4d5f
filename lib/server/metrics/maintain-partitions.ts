import "server-only";
import { pool } from "@/lib/server/db/pool";
import { childLog } from "@/lib/server/log";
import { readSettings } from "@/lib/server/settings/read-settings";
import { type RetentionSettings, retentionSettingsFrom } from "@/lib/settings/retention-settings";
import { ensurePartitions, forgetPartitions } from "./ensure-partitions";
import { inTransaction, LOCKS } from "./in-transaction";
import {
  DAY_MS,
  HOUR_MS,
  PARTITION_PLANS,
  partitionStart,
  SAMPLE_TABLES,
  type SampleTable,
} from "./sample-tables";

export type SampleRetention = Pick<RetentionSettings, "tenSecondHours" | "minuteDays" | "hourMonths">;

/** Minutes stay this long after they were packed, for readings that come late. */
const UNPACKED_MS = 3 * HOUR_MS;

/**
 * Makes the partitions of the coming time and drops those whose time is over, whole: no row is ever deleted.
 * Minutes that are not packed yet are kept whatever their age, up to the retention of minutes.
 *
 * @param retention by default the settings
 * @returns the names of the partitions that were dropped
 */
export async function maintainPartitions(nowMs: number, retention?: SampleRetention): Promise<string[]> {
  const kept = retention ?? retentionSettingsFrom(await readSettings(null));
  const cutoffs: Readonly<Record<SampleTable, number>> = {
    recent_sample: nowMs - kept.tenSecondHours * HOUR_MS,
    minute_sample: nowMs - UNPACKED_MS,
    minute_block: nowMs - kept.minuteDays * DAY_MS,
    hour_block: monthsBefore(nowMs, kept.hourMonths),
  };
  const dropped: string[] = [];
  for (const table of SAMPLE_TABLES) {
    const names = await readPartitions(table);
    await makeAhead(table, names, nowMs);
    for (const name of names) {
      const startMs = partitionStart(table, name);
      if (startMs === null || PARTITION_PLANS[table].endOf(startMs) > cutoffs[table]) continue;
      const isNeeded =
        table === "minute_sample" && startMs > cutoffs.minute_block && (await isUnpacked(name));
      if (!isNeeded && (await dropPartition(name))) dropped.push(name);
    }
  }
  if (dropped.length > 0) forgetPartitions();
  return dropped;
}

async function makeAhead(table: SampleTable, names: readonly string[], nowMs: number): Promise<void> {
  const { startOf, endOf, aheadMs, leastAheadMs } = PARTITION_PLANS[table];
  const present = new Set(names.map((name) => partitionStart(table, name)));
  const needed: number[] = [];
  for (let startMs = startOf(nowMs); startMs <= nowMs + aheadMs; startMs = endOf(startMs))
    needed.push(startMs);
  const isLow = needed.some((startMs) => startMs <= nowMs + leastAheadMs && !present.has(startMs));
  if (isLow) await ensurePartitions(table, needed);
}

async function readPartitions(table: SampleTable): Promise<string[]> {
  const { rows } = await pool().query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = to_regclass($1) ORDER BY c.relname`,
    [`metrics.${table}`],
  );
  return rows.map(({ name }) => name);
}

async function isUnpacked(name: string): Promise<boolean> {
  const { rows } = await pool().query<{ unpacked: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM metrics.${name} s JOIN metrics.cluster_progress p USING (number)
                     WHERE s.at >= p.hours_until) AS unpacked`,
  );
  return rows[0]?.unpacked ?? false;
}

/** A partition that somebody is reading right now is dropped next time. */
async function dropPartition(name: string): Promise<boolean> {
  try {
    await inTransaction(async (client) => {
      await client.query("SET LOCAL lock_timeout = '2s'");
      await client.query("SELECT pg_advisory_xact_lock($1, 0)", [LOCKS.partitions]);
      await client.query(`DROP TABLE IF EXISTS metrics.${name}`);
    });
    return true;
  } catch (error) {
    childLog("metrics").warn({ err: error, partition: name }, "an old partition was not dropped yet");
    return false;
  }
}

function monthsBefore(nowMs: number, months: number): number {
  const now = new Date(nowMs);
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, now.getUTCDate());
}
