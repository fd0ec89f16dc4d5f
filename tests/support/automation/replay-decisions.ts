import { automationScheduleFrom } from "@/lib/automation/automation-schedule";
import { automationSettingsFrom } from "@/lib/automation/automation-settings";
import { decideMoves } from "@/lib/automation/decide-moves";
import { NOTHING_OBSERVED, type ObservationState, observeRounds } from "@/lib/automation/observe-rounds";
import type { PastMove } from "@/lib/automation/past-move";
import type { Plan } from "@/lib/planning/plan";
import { planningSettingsFrom } from "@/lib/planning/planning-settings";
import { prisma } from "@/lib/server/db/prisma";
import type { WatchedCluster } from "./watched-cluster";

export interface ReplayedRun {
  readonly runId: string;
  readonly atMs: number;
  /** What the job stored, one line for each move, by rank. */
  readonly stored: readonly string[];
  /** What the rules alone decide about the same plan from what was seen of the cluster itself. */
  readonly expected: readonly string[];
}

/** Decides about the plans of runs once more, from what a {@link WatchedCluster} saw instead of from what the product stored. */
export class DecisionReplay {
  readonly runs: ReplayedRun[] = [];
  #observations: ObservationState = NOTHING_OBSERVED;

  constructor(
    private readonly watched: WatchedCluster,
    private readonly values: Readonly<Record<string, unknown>>,
  ) {}

  /** To be called when a run has decided for the first time, before anything else happens. */
  async replay(runId: string, nowMs: number): Promise<void> {
    const { recommendationId, decisions } = await prisma.automationRun.findUniqueOrThrow({
      where: { id: runId },
      include: { decisions: { where: { round: 1 }, orderBy: { rank: "asc" } } },
    });
    const { plan } = await prisma.recommendation.findUniqueOrThrow({ where: { id: recommendationId ?? "" } });
    // One cast: the column holds what a plan said.
    const { moves, score } = plan as unknown as Pick<Plan, "moves" | "score">;
    const settings = automationSettingsFrom(this.values);
    const intervalMinutes = settings["automation.intervalMinutes"];
    this.#observations = observeRounds(this.#observations, { atMs: nowMs, intervalMinutes, moves });
    const snapshot = this.watched.snapshot(nowMs);
    const expected = decideMoves({
      nowMs,
      snapshot,
      moves,
      health: score.before,
      benefitHours: planningSettingsFrom(this.values)["planning.benefitHours"],
      settings,
      schedule: automationScheduleFrom(settings["automation.schedule"]),
      pause: null,
      nodes: this.watched.nodeFacts(nowMs),
      history: [...this.watched.arrivals, ...(await failedMoves())],
      activeMoves: snapshot.guests.flatMap(({ vmid, lock }) =>
        lock === "migrate" ? [{ vmid, unknown: false }] : [],
      ),
      observations: this.#observations,
      startedInRun: 0,
    });
    this.runs.push({
      runId,
      atMs: nowMs,
      stored: decisions.map((one) => line({ ...one, from: one.fromNode, to: one.toNode })),
      expected: expected.map(({ move, ...one }) => line({ ...one, ...move, action: one.action })),
    });
  }
}

/** Attempts that Proxmox VE was asked for and that did not arrive count for the rest after a move; nobody sees them from outside. */
async function failedMoves(): Promise<readonly PastMove[]> {
  const moves = await prisma.move.findMany({
    where: { state: { in: ["failed", "cancelled"] }, intentAt: { not: null }, endedAt: { not: null } },
  });
  return moves.map(({ vmid, fromNode, toNode, endedAt, state }) => ({
    vmid,
    from: fromNode,
    to: toNode,
    endedAtMs: endedAt?.getTime() ?? 0,
    outcome: state === "failed" ? "failed" : "cancelled",
  }));
}

interface Decided {
  readonly rank: number;
  readonly vmid: number;
  readonly from: string;
  readonly to: string;
  readonly action: string;
  readonly guardrail: string | null;
}

function line({ rank, vmid, from, to, action, guardrail }: Decided): string {
  return `${rank}: ${vmid} ${from} > ${to} ${action} ${guardrail ?? ""}`.trimEnd();
}
