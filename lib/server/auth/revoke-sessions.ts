import "server-only";
import { prisma } from "@/lib/server/db/prisma";
import type { Prisma } from "@/prisma/generated/client";
import { forgetSessions } from "./session-cache";

interface Revocation {
  readonly userId: string;
  /** The one session that goes on. */
  readonly except?: string;
}

/** Ends the sessions of a user. Inside a transaction, call {@link forgetSessions} again once it has committed. */
export async function revokeSessions(
  { userId, except }: Revocation,
  transaction: Prisma.TransactionClient = prisma,
): Promise<void> {
  await transaction.session.updateMany({
    where: { userId, revokedAt: null, ...(except ? { id: { not: except } } : {}) },
    data: { revokedAt: new Date() },
  });
  forgetSessions();
}
