import "server-only";
import type { z } from "zod";
import type { UserRow, userUpdate } from "@/lib/api/users";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import type { Prisma, User } from "@/prisma/generated/client";
import { hashPassword } from "./password-hash";
import { canManageUsers, refuseUnless } from "./permissions";
import { refuseWeakPassword } from "./refuse-weak-password";
import { revokeSessions } from "./revoke-sessions";
import { forgetSessions } from "./session-cache";
import { userRowFrom } from "./user-row";
import type { Viewer } from "./viewer";

type UserUpdate = z.output<typeof userUpdate>;

/**
 * Changes another user. A new password has to be changed at the next sign-in; it and disabling end all sessions.
 * Nobody demotes or disables themselves, and the last enabled administrator stays one.
 */
export async function updateUser(viewer: Viewer, userId: string, change: UserUpdate): Promise<UserRow> {
  refuseUnless(canManageUsers(viewer), viewer, "change users");
  const passwordHash = change.password === undefined ? undefined : await hashPassword(change.password);

  const row = await prisma.$transaction(async (transaction) => {
    // Two administrators who demote each other at once would leave none.
    await transaction.$queryRaw`SELECT id FROM "user" WHERE role = 'admin' OR id = ${userId}::uuid FOR UPDATE`;
    const user = await transaction.user.findUnique({ where: { id: userId } });
    if (!user) throw new AppError("not_found", "There is no such user.");
    refuseOwnLoss(viewer, user, change);
    await refuseLastAdministrator(transaction, user, change);
    if (change.password !== undefined)
      refuseWeakPassword(change.password, [user.username, change.name ?? user.name]);

    const updated = await transaction.user.update({
      where: { id: userId },
      data: changes(user, change, passwordHash),
    });
    if (change.disabled || passwordHash) await revokeSessions({ userId }, transaction);
    const activeSessions = await transaction.session.count({
      where: { userId, revokedAt: null, expiresAt: { gt: new Date() } },
    });
    return userRowFrom(updated, activeSessions);
  });
  forgetSessions();
  return row;
}

function changes(user: User, change: UserUpdate, passwordHash: string | undefined): Prisma.UserUpdateInput {
  const { name, email, role, disabled } = change;
  return {
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    ...(role !== undefined && { role }),
    ...(disabled !== undefined && { disabledAt: disabled ? (user.disabledAt ?? new Date()) : null }),
    ...(passwordHash !== undefined && {
      passwordHash,
      passwordChangedAt: new Date(),
      mustChangePassword: true,
    }),
  };
}

function refuseOwnLoss(viewer: Viewer, user: User, change: UserUpdate): void {
  if (user.id !== viewer.userId) return;
  if (change.disabled) throw new AppError("conflict", "You cannot disable yourself.");
  if (change.role !== undefined && change.role !== user.role) {
    throw new AppError("conflict", "You cannot change your own role; ask another administrator.");
  }
  if (change.password !== undefined) {
    throw new AppError("conflict", "Change your own password on your account page, with the current one.");
  }
}

async function refuseLastAdministrator(
  transaction: Prisma.TransactionClient,
  user: User,
  change: UserUpdate,
): Promise<void> {
  const isOne = user.role === "admin" && user.disabledAt === null;
  const staysOne = (change.role ?? user.role) === "admin" && !change.disabled;
  if (!isOne || staysOne) return;

  const others = await transaction.user.count({
    where: { role: "admin", disabledAt: null, id: { not: user.id } },
  });
  if (others === 0) {
    throw new AppError("conflict", `${user.username} is the last administrator and has to stay one.`);
  }
}
