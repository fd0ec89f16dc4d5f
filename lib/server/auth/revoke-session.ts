import "server-only";
import { recordAudit } from "@/lib/server/audit/record-audit";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { canManageUsers, refuseUnless } from "./permissions";
import { revokeSessions } from "./revoke-sessions";
import { forgetSessions } from "./session-cache";
import type { Viewer } from "./viewer";

/** Ends one of the viewer's own sessions; another user's is `not_found`. */
export async function revokeOwnSession(viewer: Viewer, sessionId: string): Promise<void> {
  const { count } = await prisma.session.updateMany({
    where: { id: sessionId, userId: viewer.userId, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  forgetSessions();
  if (count === 0) throw new AppError("not_found", "You have no such session, or it has ended already.");
}

/** An administrator ends every session of a user. */
export async function revokeUserSessions(viewer: Viewer, userId: string): Promise<void> {
  refuseUnless(canManageUsers(viewer), viewer, "end the sessions of others");
  const user = await prisma.user.findUnique({ where: { id: userId } });
  if (!user) throw new AppError("not_found", "There is no such user.");
  await revokeSessions({ userId });
}

/** Ends the session of somebody who signs out. */
export async function signOut(sessionId: string): Promise<void> {
  const session = await prisma.session.findUnique({ where: { id: sessionId }, include: { user: true } });
  if (!session || session.revokedAt) return;
  await prisma.session.update({ where: { id: sessionId }, data: { revokedAt: new Date() } });
  forgetSessions();
  const { id: userId, username } = session.user;
  await recordAudit({ viewer: { userId, username }, action: "session.sign-out", target: `user:${username}` });
}
