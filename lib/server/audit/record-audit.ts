import "server-only";
import type { Viewer } from "@/lib/server/auth/viewer";
import { prisma } from "@/lib/server/db/prisma";
import { childLog } from "@/lib/server/log";
import type { Prisma } from "@/prisma/generated/client";
import { auditHash, GENESIS_HASH } from "./audit-hash";
import { cleanText, redactDetails } from "./redact-details";

/** Serialises the writers of the chain across replicas. */
const CHAIN_LOCK = 7_311_804_225;

export interface AuditEntryInput {
  /** Who did it; null for the program itself or somebody unknown. */
  readonly viewer: Pick<Viewer, "userId" | "username"> | null;
  /** Noun and verb, such as `cluster.create`. */
  readonly action: string;
  /** What it was done to, such as `cluster:prod-a`. */
  readonly target?: string | null;
  /** Anything that explains it; secrets are replaced by their key names. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** `ok` (the default), or the error code. */
  readonly result?: string;
  readonly ipAddress?: string | null;
  readonly requestId?: string | null;
}

/**
 * Appends one entry to the audit log. Within a transaction (READ COMMITTED) the entry stands or falls with it, and
 * other writers of the log wait until it ends: append as its last statement.
 */
export async function recordAudit(
  entry: AuditEntryInput,
  transaction?: Prisma.TransactionClient,
): Promise<void> {
  if (transaction) await append(transaction, entry);
  else await prisma.$transaction((own) => append(own, entry));
  tell(entry);
}

/** The log says who did what between the other things that happened; the chain proves it. */
function tell({ viewer, action, target = null, result = "ok", ipAddress, requestId }: AuditEntryInput): void {
  const who = viewer?.username ?? "system";
  const whereto = target === null ? "" : ` ${cleanText(target)}`;
  const known = { ...(ipAddress && { ipAddress }), ...(requestId && { requestId }) };
  childLog("audit")[result === "ok" ? "info" : "warn"](known, `${who}: ${action}${whereto}, ${result}`);
}

async function append(transaction: Prisma.TransactionClient, entry: AuditEntryInput): Promise<void> {
  await lockAuditChain(transaction);
  const last = await transaction.auditEntry.findFirst({ orderBy: { id: "desc" }, select: { hash: true } });
  const { viewer, action, target = null, details = {}, result = "ok" } = entry;
  const content = {
    at: new Date(),
    actorId: viewer?.userId ?? null,
    actorName: viewer?.username ?? "system",
    action,
    target: target === null ? null : cleanText(target),
    ipAddress: entry.ipAddress ?? null,
    requestId: entry.requestId ?? null,
    result,
    details: redactDetails(details) as Prisma.InputJsonObject,
    previousHash: last?.hash ?? GENESIS_HASH,
  };
  await transaction.auditEntry.create({ data: { ...content, hash: auditHash(content) } });
}

/** Holds the chain until the transaction ends. */
export async function lockAuditChain(transaction: Prisma.TransactionClient): Promise<void> {
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${CHAIN_LOCK})`;
}
