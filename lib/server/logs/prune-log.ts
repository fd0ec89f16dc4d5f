import "server-only";
import { prisma } from "@/lib/server/db/prisma";
import { readSettings } from "@/lib/server/settings/read-settings";
import { retentionSettingsFrom } from "@/lib/settings/retention-settings";

const DAY_MS = 86_400_000;
const MOST_LINES = 200_000;

/**
 * Removes lines of the program's log that are older than the retention, and all but the newest of very many.
 *
 * @returns how many were removed
 */
export async function pruneLog(nowMs: number, mostLines = MOST_LINES): Promise<number> {
  const { logDays } = retentionSettingsFrom(await readSettings(null));
  const cutoff = new Date(nowMs - logDays * DAY_MS);
  return prisma.$executeRaw`
    DELETE FROM log_entry
     WHERE at < ${cutoff}
        OR id <= (SELECT id FROM log_entry ORDER BY id DESC OFFSET ${mostLines} LIMIT 1)`;
}
