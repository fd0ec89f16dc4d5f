import "server-only";
import { z } from "zod";
import { username as usernameSchema } from "@/lib/api/users";
import { recordAudit } from "@/lib/server/audit/record-audit";
import { prisma } from "@/lib/server/db/prisma";
import { sessionEnd } from "./find-session";
import { verifyPassword } from "./password-hash";
import { admitSignIn, forgiveSignIn } from "./sign-in-throttle";

const credentials = z.object({
  username: z.string().max(256),
  password: z.string().min(1).max(256),
});

export interface SignInAttempt {
  readonly username: unknown;
  readonly password: unknown;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
}

/**
 * Opens a session for whoever knows the password; null for a wrong one. An unknown or disabled user costs the same
 * time as a wrong password and gets the same answer.
 *
 * @returns the new session's id
 * @throws AppError `too_many_requests`, with when to try again
 */
export async function signIn(attempt: SignInAttempt): Promise<string | null> {
  const given = credentials.safeParse(attempt);
  if (!given.success) return null;

  const typed = usernameSchema.safeParse(given.data.username);
  const username = typed.success ? typed.data : given.data.username.trim().toLowerCase();
  const { ipAddress } = attempt;
  await admitSignIn(username, ipAddress);

  const user = typed.success ? await prisma.user.findUnique({ where: { username } }) : null;
  const enabled = user?.disabledAt === null ? user : null;
  if (!(await verifyPassword(enabled?.passwordHash ?? null, given.data.password)) || enabled === null) {
    await recordAttempt({ user, ipAddress, result: "not_signed_in" });
    return null;
  }
  await forgiveSignIn(username, ipAddress);
  const sessionId = await openSession(enabled.id, attempt);
  await recordAttempt({ user, ipAddress, result: "ok" });
  return sessionId;
}

async function openSession(userId: string, { ipAddress, userAgent }: SignInAttempt): Promise<string> {
  const now = new Date();
  const [session] = await prisma.$transaction([
    prisma.session.create({
      data: {
        userId,
        createdAt: now,
        lastSeenAt: now,
        expiresAt: await sessionEnd(now.getTime(), now.getTime()),
        ipAddress,
        userAgent: userAgent?.slice(0, 400) ?? null,
      },
    }),
    prisma.user.update({ where: { id: userId }, data: { lastSignInAt: now } }),
  ]);
  return session.id;
}

interface AttemptRecord {
  readonly user: { readonly id: string; readonly username: string } | null;
  readonly ipAddress: string | null;
  readonly result: string;
}

/** A name that no user has is not written down: people type passwords into the wrong field. */
async function recordAttempt({ user, ipAddress, result }: AttemptRecord): Promise<void> {
  await recordAudit({
    viewer: user && { userId: user.id, username: user.username },
    action: "session.sign-in",
    target: user ? `user:${user.username}` : "user:unknown",
    result,
    ipAddress,
  });
}
