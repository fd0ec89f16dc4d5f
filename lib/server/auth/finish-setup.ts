import "server-only";
import type { z } from "zod";
import type { setupInput } from "@/lib/api/users";
import { isUniqueViolation } from "@/lib/server/db/is-unique-violation";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { taken } from "./create-user";
import { isFirstRun } from "./is-first-run";
import { hashPassword, verifyPassword } from "./password-hash";
import { refuseWeakPassword } from "./refuse-weak-password";
import { revokeSessions } from "./revoke-sessions";
import { forgetSessions } from "./session-cache";
import type { Viewer } from "./viewer";

/**
 * Gives the account its owner's name and own password; the password from the launcher or an administrator is void
 * from then on. The user name may change only while the account of the first start is the only one.
 */
export async function finishSetup(viewer: Viewer, input: z.output<typeof setupInput>): Promise<void> {
  const user = await prisma.user.findUniqueOrThrow({ where: { id: viewer.userId } });
  if (!user.mustChangePassword) throw finished();
  if (input.username !== user.username && !(await isFirstRun())) {
    const message = `Your user name is ${user.username}; an administrator chose it.`;
    throw new AppError("invalid_input", message, [{ path: "username", message }]);
  }
  refuseWeakPassword(input.password, [input.username, input.name]);
  if (await verifyPassword(user.passwordHash, input.password)) {
    const message = "Choose a password other than the one you were given.";
    throw new AppError("invalid_input", message, [{ path: "password", message }]);
  }
  await store(viewer, input, await hashPassword(input.password));
}

async function store(
  { userId, sessionId }: Viewer,
  { username, name }: z.output<typeof setupInput>,
  passwordHash: string,
): Promise<void> {
  await prisma
    .$transaction(async (transaction) => {
      // Two set-ups at once, from two tabs: the first one counts.
      const { count } = await transaction.user.updateMany({
        where: { id: userId, mustChangePassword: true },
        data: { username, name, passwordHash, passwordChangedAt: new Date(), mustChangePassword: false },
      });
      if (count === 0) throw finished();
      await revokeSessions({ userId, except: sessionId }, transaction);
    })
    .catch((error: unknown) => {
      throw isUniqueViolation(error) ? taken(username) : error;
    });
  forgetSessions();
}

function finished(): AppError {
  return new AppError("conflict", "The set-up is finished already.");
}
