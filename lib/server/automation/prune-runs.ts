import "server-only";
import { prisma } from "@/lib/server/db/prisma";
import { readSettings } from "@/lib/server/settings/read-settings";
import { retentionSettingsFrom } from "@/lib/settings/retention-settings";

const DAY_MS = 86_400_000;
/** Runs that moved nothing are many, and soon of no interest. */
const IDLE_DAYS = 7;

/**
 * Removes runs that are older than the retention, and after a week those that moved nothing. The last run of every cluster and the last that
 * began by itself stay: the next one is reckoned from it.
 *
 * @returns how many were removed
 */
export async function pruneRuns(nowMs: number): Promise<number> {
  const { automationRunDays } = retentionSettingsFrom(await readSettings(null));
  const before = (days: number) => new Date(nowMs - days * DAY_MS);
  return prisma.$executeRaw`
    DELETE FROM automation_run AS old
     WHERE old.ended_at IS NOT NULL
       AND (old.started_at < ${before(automationRunDays)}
            OR (old.started_at < ${before(IDLE_DAYS)}
                AND NOT EXISTS (SELECT 1 FROM automation_decision AS made
                                 WHERE made.run_id = old.id AND made.move_id IS NOT NULL)))
       AND EXISTS (SELECT 1 FROM automation_run AS newer
                    WHERE newer.cluster_id = old.cluster_id AND newer.trigger = old.trigger
                      AND newer.started_at > old.started_at)`;
}
