import "server-only";
import { prisma } from "@/lib/server/db/prisma";
import { readSettings } from "@/lib/server/settings/read-settings";
import type { Identity } from "./identify";
import { cachedSession, cacheSession } from "./session-cache";
import { LONGEST_SESSION_DAYS } from "./session-cookie";

const HOUR_MS = 3_600_000;
const TOUCH_INTERVAL_MS = 60_000;

/**
 * Whose session it is; null when it was revoked, has expired or its user was disabled. The row in the database
 * decides, at most two seconds old. Using a session prolongs it, up to {@link LONGEST_SESSION_DAYS} after sign-in.
 */
export async function findSession(sessionId: string): Promise<Identity | null> {
  const nowMs = Date.now();
  const cached = cachedSession(sessionId, nowMs);
  if (cached !== undefined) return cached;

  const session = await prisma.session.findUnique({ where: { id: sessionId }, include: { user: true } });
  const live =
    session && !session.revokedAt && !session.user.disabledAt && session.expiresAt.getTime() > nowMs;
  if (!live) {
    cacheSession(sessionId, null, nowMs);
    return null;
  }
  if (nowMs - session.lastSeenAt.getTime() > TOUCH_INTERVAL_MS) await prolong(session, nowMs);

  const { id: userId, username, name, role, mustChangePassword } = session.user;
  const identity = {
    viewer: { userId, username, name, role, sessionId },
    setupRequired: mustChangePassword,
  };
  cacheSession(sessionId, identity, nowMs);
  return identity;
}

async function prolong(session: { id: string; createdAt: Date }, nowMs: number): Promise<void> {
  await prisma.session.updateMany({
    where: { id: session.id, revokedAt: null },
    data: {
      lastSeenAt: new Date(nowMs),
      expiresAt: await sessionEnd(session.createdAt.getTime(), nowMs),
    },
  });
}

/** When a session that is used now ends: the configured hours later, but never beyond its longest life. */
export async function sessionEnd(createdAtMs: number, nowMs: number): Promise<Date> {
  const { "security.sessionHours": hours } = await readSettings(null);
  const longestMs = createdAtMs + LONGEST_SESSION_DAYS * 24 * HOUR_MS;
  return new Date(Math.min(nowMs + Number(hours) * HOUR_MS, longestMs));
}
