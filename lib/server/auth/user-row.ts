import "server-only";
import type { UserRow } from "@/lib/api/users";
import type { User } from "@/prisma/generated/client";

export function userRowFrom(user: User, activeSessions: number): UserRow {
  const { id, username, name, email, role, mustChangePassword } = user;
  return {
    id,
    username,
    name,
    email,
    role,
    disabled: user.disabledAt !== null,
    mustChangePassword,
    lastSignInAtMs: user.lastSignInAt?.getTime() ?? null,
    createdAtMs: user.createdAt.getTime(),
    activeSessions,
  };
}
