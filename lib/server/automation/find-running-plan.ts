import "server-only";
import { prisma } from "@/lib/server/db/prisma";

/** Why automation begins nothing in a cluster while a plan that a person approved is carried out there: both would make the same moves. */
export async function findRunningPlan(clusterId: string): Promise<string | null> {
  const plan = await prisma.planRun.findFirst({
    where: { clusterId, endedAt: null },
    select: { requestedBy: true },
  });
  return (
    plan &&
    `The plan that ${plan.requestedBy} approved is being carried out; automation waits until it has ended.`
  );
}
