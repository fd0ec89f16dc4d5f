import type { InngestFunction } from "inngest";
import { embeddedSigningKey, inngest } from "@/inngest/client";
import { startEmbeddedRunner } from "@/inngest/embedded/start-embedded-runner";

const LOOK_EVERY_MS = 100;

/**
 * The embedded runner with some jobs, in a process of its own. CRASH_AT kills it at that boundary between two of its steps; without it the
 * process ends when what it is for has ended.
 */
export async function runUntilEnded(
  functions: readonly InngestFunction.Any[],
  readEnd: () => Promise<Date | null | undefined>,
): Promise<void> {
  const crashAt = Number(process.env.CRASH_AT ?? 0);
  let boundaries = 0;
  await startEmbeddedRunner({
    client: inngest,
    functions,
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
    if ((await readEnd()) == null) return;
    clearInterval(timer);
    process.exit(0);
  }, LOOK_EVERY_MS);
}
