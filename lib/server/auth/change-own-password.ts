import "server-only";
import type { z } from "zod";
import type { passwordChange } from "@/lib/api/users";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { readSettings } from "@/lib/server/settings/read-settings";
import { hashPassword, verifyPassword } from "./password-hash";
import { refuseWeakPassword } from "./refuse-weak-password";
import { revokeSessions } from "./revoke-sessions";
import { admitTry, forgiveTry } from "./throttle";
import type { Viewer } from "./viewer";

/** Changes the viewer's own password, with the current one as proof, and ends their other sessions. */
export async function changeOwnPassword(
  viewer: Viewer,
  { currentPassword, newPassword }: z.output<typeof passwordChange>,
): Promise<void> {
  refuseWeakPassword(newPassword, [viewer.username, viewer.name]);
  const settings = await readSettings(null);
  const key = `password:${viewer.userId}`;
  await admitTry([
    {
      key,
      freeTries: Number(settings["security.triesPerUser"]),
      longestWaitSeconds: Number(settings["security.longestWaitMinutes"]) * 60,
    },
  ]);
  const user = await prisma.user.findUniqueOrThrow({ where: { id: viewer.userId } });
  if (!(await verifyPassword(user.passwordHash, currentPassword))) {
    const message = "The current password is not right.";
    throw new AppError("invalid_input", message, [{ path: "currentPassword", message }]);
  }
  await forgiveTry([key]);
  if (currentPassword === newPassword) {
    const message = "The new password is the current one.";
    throw new AppError("invalid_input", message, [{ path: "newPassword", message }]);
  }
  await setOwnPassword(viewer, await hashPassword(newPassword));
}

async function setOwnPassword({ userId, sessionId }: Viewer, passwordHash: string): Promise<void> {
  await prisma.$transaction(async (transaction) => {
    await transaction.user.update({
      where: { id: userId },
      data: { passwordHash, passwordChangedAt: new Date(), mustChangePassword: false },
    });
    await revokeSessions({ userId, except: sessionId }, transaction);
  });
}
