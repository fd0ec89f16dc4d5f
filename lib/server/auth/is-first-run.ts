import "server-only";
import { prisma } from "@/lib/server/db/prisma";

/** True until the account made at first start has been taken over: it is the only user and was never set up. */
export async function isFirstRun(): Promise<boolean> {
  const users = await prisma.user.findMany({ take: 2, select: { mustChangePassword: true } });
  return users.length === 1 && users[0]?.mustChangePassword === true;
}
