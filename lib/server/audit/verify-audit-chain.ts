import "server-only";
import type { AuditChain } from "@/lib/api/audit";
import { canReadAudit, refuseUnless } from "@/lib/server/auth/permissions";
import type { Viewer } from "@/lib/server/auth/viewer";
import { prisma } from "@/lib/server/db/prisma";
import type { AuditEntry } from "@/prisma/generated/client";
import { auditHash, GENESIS_HASH } from "./audit-hash";
import { PRUNE_ACTION } from "./prune-audit";

const BATCH = 1_000;

/**
 * Walks the whole log and recomputes every hash. Finds an entry that was changed, removed from the middle or slipped
 * in. The beginning may be missing only where the retention job wrote down that it removed it. That the newest
 * entries were cut off shows only by comparing the head with one noted earlier.
 */
export async function verifyAuditChain(viewer: Viewer): Promise<AuditChain> {
  refuseUnless(canReadAudit(viewer), viewer, "check the audit log");
  let previous: AuditEntry | null = null;
  let entries = 0;
  for await (const entry of allEntries()) {
    const reason: string | null = previous
      ? problemAfter(previous.hash, entry)
      : ((await problemOfFirst(entry)) ?? problemAfter(entry.previousHash, entry));
    if (reason) return outcome(previous, entries, { id: String(entry.id), reason });
    previous = entry;
    entries += 1;
  }
  return outcome(previous, entries, null);
}

function outcome(head: AuditEntry | null, entries: number, broken: AuditChain["broken"]): AuditChain {
  return {
    intact: broken === null,
    entries,
    headId: head ? String(head.id) : null,
    headHash: head?.hash ?? null,
    broken,
  };
}

function problemAfter(previousHash: string, entry: AuditEntry): string | null {
  if (entry.previousHash !== previousHash) return "An entry before it was removed or exchanged.";
  return auditHash(entry) === entry.hash ? null : "Its content was changed after it was written.";
}

async function problemOfFirst(entry: AuditEntry): Promise<string | null> {
  if (entry.previousHash === GENESIS_HASH) return null;
  const prune = await prisma.auditEntry.findFirst({
    where: { action: PRUNE_ACTION, details: { path: ["lastRemovedHash"], equals: entry.previousHash } },
  });
  return prune ? null : "The entries before it were removed, and not by the retention.";
}

async function* allEntries(): AsyncGenerator<AuditEntry> {
  let after = BigInt(-1);
  for (;;) {
    const batch = await prisma.auditEntry.findMany({
      where: { id: { gt: after } },
      orderBy: { id: "asc" },
      take: BATCH,
    });
    yield* batch;
    const last = batch.at(-1);
    if (!last || batch.length < BATCH) return;
    after = last.id;
  }
}
