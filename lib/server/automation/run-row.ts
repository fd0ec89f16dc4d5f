import "server-only";
import {
  type AutomationCounts,
  type AutomationDecisionRow,
  type AutomationRunRow,
  automationOutcome,
  decisionAction,
} from "@/lib/api/automation";
import { moveKind, moveState } from "@/lib/api/moves";
import type { Prisma } from "@/prisma/generated/client";
import { readCounts } from "./read-counts";
import type { DecisionRecord } from "./run-record";

export const WITH_NAME = {
  cluster: { select: { name: true } },
} as const satisfies Prisma.AutomationRunInclude;

export type NamedRun = Prisma.AutomationRunGetPayload<{ include: typeof WITH_NAME }>;

/** Runs as pages show them; their decisions are counted, not read. */
export async function runRowsFrom(runs: readonly NamedRun[]): Promise<AutomationRunRow[]> {
  const counts = await readCounts(runs);
  return runs.flatMap((run) => {
    const counted = counts.get(run.id);
    return counted ? [rowFrom(run, counted)] : [];
  });
}

function rowFrom(run: NamedRun, counts: AutomationCounts): AutomationRunRow {
  return {
    id: run.id,
    clusterId: run.clusterId,
    clusterName: run.cluster.name,
    trigger: run.trigger === "person" ? "person" : "interval",
    requestedBy: run.requestedBy,
    dryRun: run.dryRun,
    state: run.endedAt ? "ended" : run.state === "queued" ? "queued" : "moving",
    outcome: run.outcome === null ? null : automationOutcome.parse(run.outcome),
    sentence: run.sentence,
    startedAtMs: run.startedAt.getTime(),
    decidedAtMs: run.decidedAt?.getTime() ?? null,
    endedAtMs: run.endedAt?.getTime() ?? null,
    snapshotReadAtMs: run.snapshotReadAt?.getTime() ?? null,
    recommendationId: run.recommendationId,
    healthBefore: run.healthBefore,
    healthAfter: run.healthAfter,
    rounds: run.rounds,
    counts,
  };
}

export function decisionRowFrom(decision: DecisionRecord): AutomationDecisionRow {
  return {
    round: decision.round,
    rank: decision.rank,
    unit: decision.unit,
    decidedAtMs: decision.decidedAt.getTime(),
    vmid: decision.vmid,
    guestName: decision.guestName,
    from: decision.fromNode,
    to: decision.toNode,
    kind: moveKind.parse(decision.kind),
    need: decision.need,
    forced: decision.forced,
    action: decisionAction.parse(decision.action),
    guardrail: decision.guardrail,
    reason: decision.reason,
    untilMs: decision.untilAt?.getTime() ?? null,
    confidence: decision.confidence,
    risk: decision.risk,
    seconds: decision.seconds,
    downtimeMs: decision.downtimeMs,
    bytes: decision.bytes,
    moveId: decision.moveId,
    moveState: decision.moveState === null ? null : moveState.parse(decision.moveState),
  };
}
