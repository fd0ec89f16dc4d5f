import "server-only";
import { prisma } from "@/lib/server/db/prisma";
import { readSettings } from "@/lib/server/settings/read-settings";
import { retentionSettingsFrom } from "@/lib/settings/retention-settings";

const DAY_MS = 86_400_000;

/** Removes maintenances that ended longer ago than events are kept, with what became of their guests; returns how many. */
export async function pruneMaintenance(nowMs: number): Promise<number> {
  const { eventDays } = retentionSettingsFrom(await readSettings(null));
  const { count } = await prisma.maintenance.deleteMany({
    where: {
      endedAt: { lt: new Date(nowMs - eventDays * DAY_MS) },
      home: { notIn: ["running", "paused", "cancelling"] },
    },
  });
  return count;
}
