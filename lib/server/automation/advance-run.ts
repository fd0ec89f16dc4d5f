import "server-only";
import { withClusterLock } from "@/lib/server/collection/with-cluster-lock";
import { isDatabaseAway } from "@/lib/server/db/is-database-away";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { childLog } from "@/lib/server/log";
import { decideRound } from "./decide-round";
import { endRun } from "./end-run";
import { makeMoves } from "./make-moves";
import { movesUnderWay, type RunRecord, WITH_DECISIONS } from "./run-record";

export interface RunTimings {
  /** One turn lasts so long at most before its job's step ends. */
  readonly sliceMs: number;
  /** Between two looks at moves that are under way. */
  readonly pollMs: number;
}

const SIGN_OF_LIFE_MS = 5_000;

const RUN_TIMINGS: RunTimings = { sliceMs: 20_000, pollMs: 1_000 };

/**
 * Takes a run of automation as far as it goes in one turn. Everything that counts is in the database: a turn that dies is repeated
 * from there, by anybody, and two at once do nothing twice.
 */
export async function advanceRun(
  runId: string,
  { sliceMs, pollMs }: RunTimings = RUN_TIMINGS,
): Promise<{ readonly ended: boolean }> {
  const untilMs = performance.now() + sliceMs;
  for (;;) {
    const step = await takeStep(runId);
    if (step === "ended") return { ended: true };
    if (performance.now() >= untilMs) return { ended: false };
    if (step === "wait") await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

async function takeStep(runId: string): Promise<"on" | "wait" | "ended"> {
  const found = await prisma.automationRun.findUnique({
    where: { id: runId },
    select: { clusterId: true, endedAt: true },
  });
  if (!found || found.endedAt) return "ended";
  const step = await withClusterLock("automate", found.clusterId, async () => {
    const run = await prisma.automationRun.findUnique({ where: { id: runId }, include: WITH_DECISIONS });
    if (!run || run.endedAt) return "ended";
    await giveSignOfLife(run);
    return await guarded(run);
  });
  return step ?? "wait";
}

async function giveSignOfLife({ id, heartbeatAt }: RunRecord): Promise<void> {
  if (Date.now() - heartbeatAt.getTime() < SIGN_OF_LIFE_MS) return;
  await prisma.automationRun.updateMany({ where: { id }, data: { heartbeatAt: new Date() } });
}

/** What it cannot do for reasons of its own ends a run that has no move under way; it would not go better the next time. */
async function guarded(run: RunRecord): Promise<"on" | "wait"> {
  try {
    return run.state === "queued" ? await decideRound(run) : await makeMoves(run);
  } catch (error) {
    if (movesUnderWay(run).length > 0 || isDatabaseAway(error)) throw error;
    const foreseen = error instanceof AppError ? error.message : null;
    if (foreseen === null)
      childLog("automation").error({ err: error, runId: run.id }, "a run could not decide");
    const why = foreseen ?? "something went wrong on our side; the log has the details.";
    await endRun(run.id, { outcome: "error", sentence: `It could not decide: ${why}` });
    return "on";
  }
}
