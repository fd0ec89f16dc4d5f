import "server-only";
import type { AutomationInput } from "@/lib/automation/automation-input";
import { historyNeededMs } from "@/lib/automation/history-needed";
import type { MoveDecision } from "@/lib/automation/move-decision";
import {
  NOTHING_OBSERVED,
  type ObservationState,
  observationState,
  observeRounds,
} from "@/lib/automation/observe-rounds";
import { planningSettingsFrom } from "@/lib/planning/planning-settings";
import { prisma } from "@/lib/server/db/prisma";
import type { StoredReading } from "@/lib/server/live/stored-reading";
import type { Prisma } from "@/prisma/generated/client";
import { decideAfresh, noLongerWanted } from "./decide-afresh";
import { endRun } from "./end-run";
import { findFreshReading } from "./find-fresh-reading";
import { type FreshPlan, planClusterNow } from "./plan-cluster-now";
import { readActiveMoves } from "./read-active-moves";
import { readMoveHistory } from "./read-move-history";
import { readNodeFacts } from "./read-node-facts";
import { enginePauseOf, type RunContext, readRunContext } from "./run-context";
import { type RunRecord, startedMoves } from "./run-record";

/** Facts of nodes are looked up for so long beyond the freeze. */
const FACTS_MARGIN_MS = 3_600_000;

interface Round {
  readonly reading: StoredReading;
  readonly plan: FreshPlan;
  readonly context: RunContext;
  readonly observations: ObservationState;
  readonly nowMs: number;
}

/**
 * Reads, plans, decides and stores every decision, in one transaction with the number of the round: a round that was interrupted is
 * decided again, and one that two processes decided is stored once.
 *
 * @returns `wait` while somebody else plans this cluster
 */
export async function decideRound(run: RunRecord): Promise<"on" | "wait"> {
  const { clusterId } = run;
  const reading = await findFreshReading(clusterId, await lastEndMs(run));
  if (!reading) {
    const sentence =
      run.rounds === 0
        ? "There is no reading of this cluster that is young enough to decide from. Nothing was moved."
        : "It ended early: after its moves the cluster could not be read anew.";
    await endRun(run.id, { outcome: run.rounds === 0 ? "stale" : "stopped", sentence });
    return "on";
  }
  const plan = await planClusterNow(clusterId);
  if (!plan) return "wait";
  const fault = plan.plan.certificate.checks.find(({ ok }) => !ok);
  if (fault) {
    await endRun(run.id, {
      outcome: "error",
      sentence: `The plan did not pass its own checks (${fault.detail}), so none of it was made.`,
    });
    return "on";
  }
  const nowMs = Date.now();
  const context = await readRunContext(clusterId);
  const observations = await observe(run, { plan, context, nowMs });
  const round: Round = { reading, plan, context, observations, nowMs };
  await storeRound(run, round, decideAfresh(run, await inputOf(run, round)));
  return "on";
}

/** The end of the last move of this cluster, whoever asked for it. */
async function lastEndMs({ clusterId }: RunRecord): Promise<number> {
  const last = await prisma.move.aggregate({
    where: { clusterId, startedAt: { not: null } },
    _max: { endedAt: true },
  });
  return last._max.endedAt?.getTime() ?? 0;
}

/** With the present round in it; deciding again after a move is no round of its own. */
async function observe(
  { clusterId, rounds }: RunRecord,
  { plan, context, nowMs }: Pick<Round, "plan" | "context" | "nowMs">,
): Promise<ObservationState> {
  const stored = await prisma.automationState.findUnique({ where: { clusterId } });
  const known = observationState.safeParse(stored?.observations).data ?? NOTHING_OBSERVED;
  if (rounds > 0) return known;
  const intervalMinutes = context.settings["automation.intervalMinutes"];
  return observeRounds(known, { atMs: nowMs, intervalMinutes, moves: plan.plan.moves });
}

async function inputOf(
  run: RunRecord,
  { plan: { plan, snapshot }, context, observations, nowMs }: Round,
): Promise<AutomationInput> {
  const { settings, schedule, values } = context;
  const freezeMs = settings["automation.freezeMinutes"] * 60_000;
  const [nodes, history, activeMoves] = await Promise.all([
    readNodeFacts(snapshot, nowMs - freezeMs - FACTS_MARGIN_MS),
    readMoveHistory(snapshot, nowMs - historyNeededMs(settings)),
    readActiveMoves(snapshot),
  ]);
  return {
    nowMs,
    snapshot,
    moves: plan.moves,
    health: plan.score.before,
    benefitHours: planningSettingsFrom(values)["planning.benefitHours"],
    settings,
    schedule,
    pause: enginePauseOf(context.pause),
    nodes,
    history,
    activeMoves,
    observations,
    startedInRun: startedMoves(run).length,
  };
}

async function storeRound(
  run: RunRecord,
  { reading, plan, context, observations, nowMs }: Round,
  decisions: readonly MoveDecision[],
): Promise<void> {
  const round = run.rounds + 1;
  const decidedAt = new Date(nowMs);
  await prisma.$transaction(async (transaction) => {
    const { count } = await transaction.automationRun.updateMany({
      where: { id: run.id, rounds: run.rounds, endedAt: null },
      data: {
        state: "moving",
        rounds: round,
        recommendationId: plan.recommendationId,
        sentence: decisions.some(({ action }) => action === "pending")
          ? "It makes the moves that it decided on."
          : "It has decided.",
        ...(round === 1 && {
          decidedAt,
          snapshotReadAt: new Date(plan.snapshot.readAtMs),
          healthBefore: reading.scores.healthPercent,
          settings: { ...context.settings },
        }),
      },
    });
    if (count === 0) return;
    if (round === 1) await storeObservations(transaction, run.clusterId, observations);
    for (const { round: earlier, rank } of noLongerWanted(run, plan.plan))
      await transaction.automationDecision.update({
        where: { runId_round_rank: { runId: run.id, round: earlier, rank } },
        data: {
          action: "skipped",
          guardrail: "not-wanted",
          reason: "After the moves that were made, the newest plan does not ask for it any more.",
        },
      });
    await transaction.automationDecision.createMany({
      data: decisions.map((one) => ({ runId: run.id, round, decidedAt, ...columnsOf(one) })),
    });
  });
}

async function storeObservations(
  transaction: Prisma.TransactionClient,
  clusterId: string,
  observations: ObservationState,
): Promise<void> {
  await transaction.automationState.upsert({
    where: { clusterId },
    create: { clusterId, observations },
    update: { observations },
  });
}

function columnsOf({ move, untilMs, ...decision }: MoveDecision) {
  const { rank, unit, forced, action, guardrail, reason } = decision;
  return {
    rank,
    unit,
    forced,
    action,
    guardrail,
    reason,
    untilAt: untilMs === null ? null : new Date(untilMs),
    wave: move.wave,
    vmid: move.vmid,
    guestName: move.name,
    fromNode: move.from,
    toNode: move.to,
    kind: move.kind,
    need: move.reason.need,
    subject: move.reason.subject,
    bundle: move.bundle,
    temporary: move.temporary,
    confidence: move.confidence,
    risk: move.risk,
    seconds: move.seconds,
    downtimeMs: move.downtimeMs,
    bytes: move.bytes,
  };
}
