import { embeddedSigningKey, inngest } from "@/inngest/client";
import { startEmbeddedRunner } from "@/inngest/embedded/start-embedded-runner";
import { executeMove } from "@/inngest/functions/execute-move";
import { resumeSilentMoves } from "@/inngest/functions/resume-moves";
import { runAutomation } from "@/inngest/functions/run-automation";
import { beginAutomationRuns } from "@/inngest/functions/run-automation-begin";
import { prisma } from "@/lib/server/db/prisma";

// The embedded runner with the jobs of automation and of moves. CRASH_AT kills it at that boundary between two of its steps;
// without it the process ends when the run RUN_ID has ended.
const crashAt = Number(process.env.CRASH_AT ?? 0);
let boundaries = 0;

await startEmbeddedRunner({
  client: inngest,
  functions: [executeMove, resumeSilentMoves, runAutomation, beginAutomationRuns],
  signingKey: embeddedSigningKey(),
  options: {
    pollMs: 200,
    janitorMs: crashAt > 0 ? 3_600_000 : 200,
    onBoundary: () => {
      boundaries += 1;
      if (boundaries === crashAt) process.kill(process.pid, "SIGKILL");
    },
  },
});

const timer = setInterval(async () => {
  const run = await prisma.automationRun.findUnique({
    where: { id: process.env.RUN_ID ?? "" },
    select: { endedAt: true },
  });
  if (run?.endedAt == null) return;
  clearInterval(timer);
  process.exit(0);
}, 100);
