import "server-only";
import { recordAudit } from "@/lib/server/audit/record-audit";
import { prisma } from "@/lib/server/db/prisma";
import { tellEngineEvent } from "@/lib/server/engine/tell-engine-event";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import { findFreshReading } from "./find-fresh-reading";
import { type RunRecord, startedMoves, WITH_DECISIONS } from "./run-record";
import { countDecisions, type RunEnd } from "./summarise";

/** Ends a run, once. One that moved something, failed, or was asked for by a person is in the audit log and on the timeline. */
export async function endRun(runId: string, { outcome, sentence }: RunEnd): Promise<void> {
  const run = await prisma.automationRun.findUnique({ where: { id: runId }, include: WITH_DECISIONS });
  if (!run || run.endedAt) return;
  const moved = startedMoves(run).length > 0;
  const healthAfter = await readHealth(run, moved);
  const isTold = moved || outcome === "failed" || outcome === "error";
  const counts = countDecisions(run);
  const ended = await prisma.$transaction(async (transaction) => {
    const { count } = await transaction.automationRun.updateMany({
      where: { id: runId, endedAt: null },
      data: { state: "ended", outcome, sentence, endedAt: new Date(), healthAfter, counts },
    });
    if (count === 0) return false;
    if (isTold || run.trigger === "person")
      await recordAudit(
        {
          viewer: null,
          action: "automation.end",
          target: `automation-run:${runId}`,
          details: { outcome, sentence, dryRun: run.dryRun, ...counts },
        },
        transaction,
      );
    return true;
  });
  if (!ended || !isTold) return;
  await tellEngineEvent(run.clusterId, {
    kind: "automation-ended",
    severity: outcome === "failed" || outcome === "error" ? "warning" : "info",
    message: `Automation: ${sentence.replace(/\.$/, "")}`,
    details: { run: runId, outcome },
  });
}

/** After moves by a reading that shows them; else by the newest. */
async function readHealth({ clusterId }: RunRecord, moved: boolean): Promise<number | null> {
  if (!moved) return (await readSnapshot(clusterId))?.scores.healthPercent ?? null;
  const last = await prisma.move.aggregate({
    where: { clusterId, startedAt: { not: null } },
    _max: { endedAt: true },
  });
  const reading = await findFreshReading(clusterId, last._max.endedAt?.getTime() ?? 0);
  return reading?.scores.healthPercent ?? null;
}
