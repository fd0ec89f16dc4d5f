import "server-only";
import { prisma } from "@/lib/server/db/prisma";

const KEPT_DAYS = 30;

/** Removes sessions that ended long ago and counters of the throttle that have run out. For the daily clean-up. */
export async function forgetOldSessions(nowMs: number): Promise<void> {
  const before = new Date(nowMs - KEPT_DAYS * 24 * 3_600_000);
  await prisma.session.deleteMany({
    where: { OR: [{ expiresAt: { lt: before } }, { revokedAt: { lt: before } }] },
  });
  await prisma.rateLimit.deleteMany({ where: { expire: { lt: BigInt(nowMs) } } });
}
