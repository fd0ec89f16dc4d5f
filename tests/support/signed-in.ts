import { randomBytes } from "node:crypto";
import { encode } from "next-auth/jwt";
import type { Role } from "@/lib/api/users";
import { hashPassword } from "@/lib/server/auth/password-hash";
import { cookieName } from "@/lib/server/auth/session-cookie";
import type { Viewer } from "@/lib/server/auth/viewer";
import { prisma } from "@/lib/server/db/prisma";
import type { User } from "@/prisma/generated/client";

process.env.NEXTAUTH_SECRET ??= randomBytes(32).toString("hex");
process.env.EVENKEEL_SECRET_KEY ??= randomBytes(32).toString("base64");

export const TEST_PASSWORD = "plum-otter-violin-42";

export interface UserParts {
  readonly username?: string;
  readonly name?: string;
  readonly role?: Role;
  readonly mustChangePassword?: boolean;
  readonly disabled?: boolean;
}

let hashed: Promise<string> | undefined;

/** Once per test file: to hash is slow on purpose. */
function testPasswordHash(): Promise<string> {
  hashed ??= hashPassword(TEST_PASSWORD);
  return hashed;
}

/** A user in the test's database, whose password is {@link TEST_PASSWORD}. */
export async function aUser(parts: UserParts = {}): Promise<User> {
  const { role = "viewer", mustChangePassword = false, disabled = false } = parts;
  const username = parts.username ?? `${role}-${randomBytes(4).toString("hex")}`;
  return prisma.user.create({
    data: {
      username,
      name: parts.name ?? "Test Person",
      role,
      mustChangePassword,
      disabledAt: disabled ? new Date() : null,
      passwordHash: await testPasswordHash(),
    },
  });
}

export interface SignedIn {
  readonly viewer: Viewer;
  readonly cookie: string;
}

/** A user with an open session and the cookie that a browser would send. */
export async function signedIn(parts: UserParts = {}): Promise<SignedIn> {
  return openSessionOf(await aUser(parts));
}

export async function openSessionOf(user: User): Promise<SignedIn> {
  const { id: userId, username, name, role } = user;
  const session = await prisma.session.create({
    data: { userId, expiresAt: new Date(Date.now() + 3_600_000) },
  });
  return {
    viewer: { userId, username, name, role, sessionId: session.id },
    cookie: await sessionCookie(session.id),
  };
}

export async function sessionCookie(sessionId: string): Promise<string> {
  const token = await encode({ token: { sessionId }, secret: process.env.NEXTAUTH_SECRET ?? "" });
  return `${cookieName("session")}=${token}`;
}
