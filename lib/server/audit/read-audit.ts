import "server-only";
import type { z } from "zod";
import type { AuditRow, auditQuery } from "@/lib/api/audit";
import type { ListMeta } from "@/lib/api/envelope";
import { canReadAudit, refuseUnless } from "@/lib/server/auth/permissions";
import type { Viewer } from "@/lib/server/auth/viewer";
import { prisma } from "@/lib/server/db/prisma";
import type { AuditEntry, Prisma } from "@/prisma/generated/client";

type AuditQuery = z.output<typeof auditQuery>;

/** One page of the audit log, newest first. For administrators. */
export async function readAudit(
  viewer: Viewer,
  query: AuditQuery,
): Promise<{ readonly rows: readonly AuditRow[]; readonly meta: ListMeta }> {
  refuseUnless(canReadAudit(viewer), viewer, "read the audit log");
  const where = filterOf(query);
  const before = /^\d{1,18}$/.test(query.cursor ?? "") ? BigInt(query.cursor ?? 0) : null;
  const [total, entries] = await Promise.all([
    prisma.auditEntry.count({ where }),
    prisma.auditEntry.findMany({
      where: before === null ? where : { AND: [where, { id: { lt: before } }] },
      orderBy: { id: "desc" },
      take: query.limit + 1,
    }),
  ]);
  const page = entries.slice(0, query.limit);
  const more = entries.length > query.limit;
  return {
    rows: page.map(rowFrom),
    meta: { total, nextCursor: more ? String(page.at(-1)?.id) : null },
  };
}

function filterOf({ actor, action, target, result, fromMs, toMs }: AuditQuery): Prisma.AuditEntryWhereInput {
  return {
    ...(actor && { actorName: actor }),
    ...(action && { action: { startsWith: action } }),
    ...(target && { target: { contains: target } }),
    ...(result && { result }),
    at: {
      ...(fromMs !== undefined && { gte: new Date(fromMs) }),
      ...(toMs !== undefined && { lte: new Date(toMs) }),
    },
  };
}

function rowFrom(entry: AuditEntry): AuditRow {
  const { id, at, actorId, actorName, action, target, ipAddress, requestId, result, details, hash } = entry;
  return {
    id: String(id),
    atMs: at.getTime(),
    actorId,
    actorName,
    action,
    target,
    ipAddress,
    requestId,
    result,
    details: details as Record<string, unknown>,
    hash,
  };
}
