import { automationScheduleFrom } from "@/lib/automation/automation-schedule";
import { automationSettingsFrom } from "@/lib/automation/automation-settings";
import { cooldownOf } from "@/lib/automation/cooldown-of";
import { scheduleState } from "@/lib/automation/schedule-state";
import { prisma } from "@/lib/server/db/prisma";
import type { SteppedAutomation } from "./stepped-automation";

const FORCED_NEEDS = ["rule", "capacity", "evacuation"];

/** What the product asked for, held against what was seen of the cluster itself. */
export async function judgeAutomation(
  { clusterId, simulator, watched, runs }: SteppedAutomation,
  values: Readonly<Record<string, unknown>>,
) {
  const settings = automationSettingsFrom(values);
  const schedule = automationScheduleFrom(settings["automation.schedule"]);
  const windowMs = settings["automation.rollbackWindowHours"] * 3_600_000;
  const asked = await prisma.move.findMany({
    where: { clusterId, intentAt: { not: null } },
    orderBy: { intentAt: "asc" },
  });
  const decisions = await prisma.automationDecision.findMany({ where: { moveId: { not: null } } });
  const needs = new Map(decisions.map(({ moveId, need }) => [moveId, need]));
  const moves = asked.map(({ id, vmid, fromNode, toNode, intentAt, state }) => ({
    ...{ id, vmid, from: fromNode, to: toNode, state },
    need: needs.get(id) ?? "",
    atMs: intentAt?.getTime() ?? 0,
  }));
  const before = ({ vmid, atMs }: (typeof moves)[number]) =>
    watched.arrivals.filter((past) => past.vmid === vmid && past.endedAtMs <= atMs);
  const isForced = ({ need }: (typeof moves)[number]) => FORCED_NEEDS.includes(need);
  const counts = {
    sentBack: moves.filter(
      (move) =>
        !isForced(move) &&
        before(move).some(({ from, endedAtMs }) => from === move.to && move.atMs - endedAtMs < windowMs),
    ).length,
    movedDuringRest: moves.filter((move) => {
      const rest = cooldownOf(move.vmid, before(move), settings["automation.cooldownMinutes"]);
      return !isForced(move) && rest !== null && rest.untilMs > move.atMs;
    }).length,
    movedDuringBackup: moves.filter(({ vmid, atMs }) => watched.wasBackedUp(vmid, atMs)).length,
    movedOutsideWindows: moves.filter(({ atMs }) => !scheduleState(schedule, atMs).open).length,
    decidedOtherwise: runs.filter(({ stored, expected }) => stored.join() !== expected.join()).length,
    askedWithoutMove: askedOf(simulator) - moves.length,
    notEnded: await prisma.move.count({ where: { endedAt: null } }),
  };
  const otherwise = runs.find(({ stored, expected }) => stored.join() !== expected.join());
  const outcomes = await prisma.automationRun.groupBy({ by: ["outcome"], _count: { _all: true } });
  const held = await prisma.automationDecision.groupBy({
    by: ["guardrail"],
    where: { round: 1 },
    _count: { _all: true },
  });
  return {
    counts,
    runs: runs.length,
    decisions: runs.reduce((sum, { stored }) => sum + stored.length, 0),
    moves: moves.length,
    movesByEnd: countBy(moves.map(({ state }) => state)),
    movesByNeed: countBy(moves.map(({ need }) => need)),
    mostMovesOfAGuest: Math.max(0, ...Object.values(countBy(moves.map(({ vmid }) => String(vmid))))),
    arrivals: watched.arrivals.length,
    happened: watched.happened,
    runsByOutcome: Object.fromEntries(outcomes.map(({ outcome, _count }) => [outcome, _count._all])),
    decisionsByGuardrail: Object.fromEntries(
      held.map(({ guardrail, _count }) => [guardrail ?? "made", _count._all]),
    ),
    ...(otherwise && { otherwise }),
  };
}

function askedOf(simulator: SteppedAutomation["simulator"]): number {
  return Object.entries(simulator.calls().calls)
    .filter(([call]) => /^POST .*\/migrate$/.test(call))
    .reduce((sum, [, count]) => sum + count, 0);
}

function countBy(words: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
