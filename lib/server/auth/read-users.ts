import "server-only";
import type { UserRow } from "@/lib/api/users";
import { prisma } from "@/lib/server/db/prisma";
import { canManageUsers, refuseUnless } from "./permissions";
import { userRowFrom } from "./user-row";
import type { Viewer } from "./viewer";

/** Every user, by user name. For administrators. */
export async function readUsers(viewer: Viewer): Promise<readonly UserRow[]> {
  refuseUnless(canManageUsers(viewer), viewer, "see the users");
  const users = await prisma.user.findMany({
    orderBy: { username: "asc" },
    include: {
      _count: { select: { sessions: { where: { revokedAt: null, expiresAt: { gt: new Date() } } } } },
    },
  });
  return users.map((user) => userRowFrom(user, user.disabledAt ? 0 : user._count.sessions));
}
