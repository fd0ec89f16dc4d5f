import "server-only";
import type { z } from "zod";
import type { sessionRow } from "@/lib/api/users";
import { prisma } from "@/lib/server/db/prisma";
import type { Viewer } from "./viewer";

/** The viewer's sessions that still work, newest use first. */
export async function readOwnSessions(viewer: Viewer): Promise<readonly z.infer<typeof sessionRow>[]> {
  const sessions = await prisma.session.findMany({
    where: { userId: viewer.userId, revokedAt: null, expiresAt: { gt: new Date() } },
    orderBy: { lastSeenAt: "desc" },
  });
  return sessions.map(({ id, createdAt, lastSeenAt, expiresAt, ipAddress, userAgent }) => ({
    id,
    current: id === viewer.sessionId,
    createdAtMs: createdAt.getTime(),
    lastSeenAtMs: lastSeenAt.getTime(),
    expiresAtMs: expiresAt.getTime(),
    ipAddress,
    userAgent,
  }));
}
