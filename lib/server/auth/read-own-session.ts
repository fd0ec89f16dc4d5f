import "server-only";
import type { SessionResponse } from "@/lib/api/session";
import { prisma } from "@/lib/server/db/prisma";
import { isFirstRun } from "./is-first-run";
import type { Viewer } from "./viewer";

/** Who the viewer is, and whether they still have to set up their account. */
export async function readOwnSession({ userId, username, name, role }: Viewer): Promise<SessionResponse> {
  const { mustChangePassword } = await prisma.user.findUniqueOrThrow({ where: { id: userId } });
  return {
    userId,
    username,
    name,
    role,
    setupRequired: mustChangePassword,
    firstRun: mustChangePassword && (await isFirstRun()),
  };
}
