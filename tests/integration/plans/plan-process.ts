import { prisma } from "@/lib/server/db/prisma";
import { advanceMove } from "@/lib/server/moves/advance-move";
import { advancePlan } from "@/lib/server/plans/advance-plan";
import { QUICK } from "@/tests/support/moving/moving-cluster";

// A process that carries out the plan PLAN_ID with its moves, until it is killed.
const planId = process.env.PLAN_ID ?? "";
for (;;) {
  await advancePlan(planId);
  const moves = await prisma.move.findMany({ where: { batchId: planId, endedAt: null } });
  for (const { id } of moves) await advanceMove(id, `process ${process.pid}`, QUICK);
  const { endedAt } = await prisma.planRun.findUniqueOrThrow({ where: { id: planId } });
  if (endedAt !== null) process.exit(0);
}
