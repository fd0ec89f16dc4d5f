import "server-only";
import type { PlanRunRow } from "@/lib/api/plans";
import { prisma } from "@/lib/server/db/prisma";
import { planRunRowFrom } from "./plan-run-row";

/** Approved plans as open pages are to see them: those that are named, or all that have not ended. */
export async function readPlanNews(ids: readonly string[] | "active"): Promise<readonly PlanRunRow[]> {
  const runs = await prisma.planRun.findMany({
    where: {
      ...(ids === "active" ? { endedAt: null } : { id: { in: [...ids] } }),
      cluster: { removedAt: null },
    },
    include: { steps: true },
    orderBy: { requestedAt: "asc" },
  });
  return runs.map(planRunRowFrom);
}
