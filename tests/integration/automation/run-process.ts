import { executeMove } from "@/inngest/functions/execute-move";
import { resumeSilentMoves } from "@/inngest/functions/resume-moves";
import { runAutomation } from "@/inngest/functions/run-automation";
import { beginAutomationRuns } from "@/inngest/functions/run-automation-begin";
import { prisma } from "@/lib/server/db/prisma";
import { runUntilEnded } from "@/tests/support/crashing-runner";

// The jobs of automation and of moves, until the run RUN_ID has ended.
const id = process.env.RUN_ID ?? "";
await runUntilEnded([executeMove, resumeSilentMoves, runAutomation, beginAutomationRuns], async () => {
  const run = await prisma.automationRun.findUnique({ where: { id }, select: { endedAt: true } });
  return run?.endedAt;
});
