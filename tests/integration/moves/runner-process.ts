import { embeddedSigningKey, inngest } from "@/inngest/client";
import { startEmbeddedRunner } from "@/inngest/embedded/start-embedded-runner";
import { executeMove } from "@/inngest/functions/execute-move";
import { prisma } from "@/lib/server/db/prisma";

// The embedded runner with the job that carries moves out. CRASH_AT kills it at that boundary between two of its steps;
// without it the process ends when the move MOVE_ID has ended.
const crashAt = Number(process.env.CRASH_AT ?? 0);
let boundaries = 0;

await startEmbeddedRunner({
  client: inngest,
  functions: [executeMove],
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
  const move = await prisma.move.findUnique({
    where: { id: process.env.MOVE_ID ?? "" },
    select: { endedAt: true },
  });
  if (move?.endedAt == null) return;
  clearInterval(timer);
  process.exit(0);
}, 100);
