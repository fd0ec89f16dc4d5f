import "server-only";
import type { z } from "zod";
import type { UserRow, userCreate } from "@/lib/api/users";
import { isUniqueViolation } from "@/lib/server/db/is-unique-violation";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { hashPassword } from "./password-hash";
import { canManageUsers, refuseUnless } from "./permissions";
import { refuseWeakPassword } from "./refuse-weak-password";
import { userRowFrom } from "./user-row";
import type { Viewer } from "./viewer";

/** Adds a user, who has to choose their own password at the first sign-in. */
export async function createUser(viewer: Viewer, input: z.output<typeof userCreate>): Promise<UserRow> {
  refuseUnless(canManageUsers(viewer), viewer, "add users");
  const { username, name, email, role, password } = input;
  refuseWeakPassword(password, [username, name]);
  if (await prisma.user.findUnique({ where: { username } })) throw taken(username);

  const passwordHash = await hashPassword(password);
  const user = await prisma.user
    .create({ data: { username, name, email, role, passwordHash, mustChangePassword: true } })
    .catch((error: unknown) => {
      throw isUniqueViolation(error) ? taken(username) : error;
    });
  return userRowFrom(user, 0);
}

export function taken(username: string): AppError {
  const message = `There is already a user ${username}.`;
  return new AppError("conflict", message, [{ path: "username", message }]);
}
