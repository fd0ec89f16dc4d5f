import "server-only";
import { pool } from "@/lib/server/db/pool";
import { readSettings } from "@/lib/server/settings/read-settings";
import { retentionSettingsFrom } from "@/lib/settings/retention-settings";

const DAY_MS = 86_400_000;
const BATCH = 2_000;

/** Removes events older than `retention.eventDays`; returns how many. */
export async function pruneEvents(nowMs: number): Promise<number> {
  const { eventDays } = retentionSettingsFrom(await readSettings(null));
  let removed = 0;
  for (;;) {
    const batch = await pool().query(
      "delete from event where id in (select id from event where at < to_timestamp($1::float8 / 1000.0) limit $2)",
      [nowMs - eventDays * DAY_MS, BATCH],
    );
    removed += batch.rowCount ?? 0;
    if ((batch.rowCount ?? 0) < BATCH) return removed;
  }
}
