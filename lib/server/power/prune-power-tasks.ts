import "server-only";
import { prisma } from "@/lib/server/db/prisma";
import { readSettings } from "@/lib/server/settings/read-settings";
import { retentionSettingsFrom } from "@/lib/settings/retention-settings";

const DAY_MS = 86_400_000;

/** Removes what people asked of guests, as old as moves are removed. @returns how many */
export async function prunePowerTasks(nowMs: number): Promise<number> {
  const { moveDays } = retentionSettingsFrom(await readSettings(null));
  const { count } = await prisma.powerTask.deleteMany({
    where: { maintenanceId: null, endedAt: { lt: new Date(nowMs - moveDays * DAY_MS) } },
  });
  return count;
}
