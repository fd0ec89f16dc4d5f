import "server-only";
import { prisma } from "@/lib/server/db/prisma";
import { readSettings } from "@/lib/server/settings/read-settings";
import { retentionSettingsFrom } from "@/lib/settings/retention-settings";
import { lockAuditChain, recordAudit } from "./record-audit";

/** Action of the entry that says that older ones were removed, and where the chain begins since. */
export const PRUNE_ACTION = "audit.prune";

/**
 * Removes entries older than the retention from the beginning of the log and records that in the log itself.
 *
 * @returns how many were removed
 */
export async function pruneAudit(nowMs: number): Promise<number> {
  const { auditDays } = retentionSettingsFrom(await readSettings(null));
  const cutoff = new Date(nowMs - auditDays * 24 * 3_600_000);
  return prisma.$transaction(async (transaction) => {
    await lockAuditChain(transaction);
    const firstKept = await transaction.auditEntry.findFirst({
      where: { at: { gte: cutoff } },
      orderBy: { id: "asc" },
    });
    const lastRemoved = await transaction.auditEntry.findFirst({
      where: firstKept ? { id: { lt: firstKept.id } } : {},
      orderBy: { id: "desc" },
    });
    if (!lastRemoved) return 0;

    await transaction.$executeRaw`SELECT set_config('evenkeel.audit_retention', 'on', true)`;
    if (!firstKept) {
      // The chain goes on from its last entry; recording comes first so that the head stays known.
      await recordAudit(pruneEntry(lastRemoved.hash, auditDays), transaction);
    }
    const { count } = await transaction.auditEntry.deleteMany({ where: { id: { lte: lastRemoved.id } } });
    if (firstKept) await recordAudit(pruneEntry(lastRemoved.hash, auditDays), transaction);
    return count;
  });
}

function pruneEntry(lastRemovedHash: string, auditDays: number) {
  return { viewer: null, action: PRUNE_ACTION, details: { lastRemovedHash, auditDays } };
}
