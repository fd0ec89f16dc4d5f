import "server-only";
import { prisma } from "@/lib/server/db/prisma";
import { wakePlan } from "@/lib/server/moves/wake-moves";

/** Wakes every plan that has something to do: messages can be lost, and what held it may be gone. */
export async function resumePlans(): Promise<{ readonly woken: number }> {
  const runs = await prisma.planRun.findMany({
    where: { endedAt: null, state: { not: "paused" } },
    select: { id: true },
  });
  for (const { id } of runs) await wakePlan(id);
  return { woken: runs.length };
}
