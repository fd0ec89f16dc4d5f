import { type AfterMove, afterMove } from "@/lib/automation/after-move";
import type { AutomationInput } from "@/lib/automation/automation-input";
import { automationScheduleFrom } from "@/lib/automation/automation-schedule";
import { automationSettingsFrom } from "@/lib/automation/automation-settings";
import { decideMoves } from "@/lib/automation/decide-moves";
import { guestRestraints } from "@/lib/automation/guest-restraints";
import type { MoveDecision } from "@/lib/automation/move-decision";
import { NOTHING_OBSERVED, type ObservationState, observeRounds } from "@/lib/automation/observe-rounds";
import type { PastMove } from "@/lib/automation/past-move";
import { pastUse } from "@/lib/planning/demand/robust-demand";
import { planningInputFromSnapshot } from "@/lib/planning/input/planning-input-from-snapshot";
import type { Plan, PlannedMove } from "@/lib/planning/plan";
import { planAgain } from "@/lib/planning/plan-again";
import { type PlanningSettings, planningSettingsFrom } from "@/lib/planning/planning-settings";
import type { SimulatedCluster } from "./simulated-cluster";
import type { WeekRecord } from "./week-record";

const STEP_S = 60;
const OURS = "root@pam!evenkeel";

export interface AutomatedMove {
  readonly vmid: number;
  readonly from: string;
  readonly to: string;
  readonly need: string;
  readonly beganAtMs: number;
  /** The guest's lock as the move began; a moved guest has none. */
  readonly lock: string | null;
  readonly arrived: boolean;
}

/** Automation as its job carries it out, on the simulator's model: plan, observe, decide, move, and decide again after each batch. */
export class Automation {
  readonly moves: AutomatedMove[] = [];
  /** How often which guardrail held a move back. */
  readonly heldBack: Record<string, number> = {};
  plans = 0;
  planningMs = 0;
  failures = 0;
  readonly #settings;
  readonly #planning: PlanningSettings;
  readonly #schedule;
  #observations: ObservationState = NOTHING_OBSERVED;
  #earlier: Plan["moves"] = [];

  constructor(
    private readonly cluster: SimulatedCluster,
    private readonly record: WeekRecord,
    private readonly values: Readonly<Record<string, unknown>>,
    /** Moves of others that have ended. */
    private readonly othersMoves: () => readonly PastMove[],
    /** Steps the cluster's time and everything that keeps records with it. */
    private readonly step: (seconds: number) => void,
  ) {
    this.#settings = automationSettingsFrom(values);
    this.#planning = planningSettingsFrom(values);
    this.#schedule = automationScheduleFrom(this.#settings["automation.schedule"]);
  }

  /** One run, with the time that its moves take. */
  run(): void {
    let started = 0;
    let tried: ReadonlySet<number> = new Set();
    const most = this.#settings["automation.maxMovesPerRun"];
    for (let round = 0; round === 0 || started < most; round += 1) {
      const plan = this.#plan();
      if (round === 0) this.#observe(plan);
      const wanted = plan.moves.filter(({ vmid }) => !tried.has(vmid));
      const decisions = decideMoves(this.#input(plan, wanted, started));
      if (round === 0) this.#count(decisions);
      const pending = decisions.filter(({ action }) => action === "pending").map(({ move }) => move);
      if (pending.length === 0) return;
      const made = this.#carryOut(pending);
      started += made.length;
      tried = new Set([...tried, ...pending.map(({ vmid }) => vmid)]);
      if (made.some(({ next }) => next === "stop" || next === "pause")) return;
    }
  }

  get history(): readonly PastMove[] {
    const own = this.moves.map(
      ({ vmid, from, to, beganAtMs, arrived }): PastMove => ({
        vmid,
        from,
        to,
        endedAtMs: beganAtMs,
        outcome: arrived ? "moved" : "failed",
      }),
    );
    return [...own, ...this.othersMoves()];
  }

  #plan(): Plan {
    const snapshot = this.cluster.snapshot();
    const restraints = guestRestraints({
      history: this.history,
      settings: this.#settings,
      nowMs: this.cluster.nowMs,
    });
    const input = planningInputFromSnapshot({
      snapshot,
      history: this.record.history,
      pastUses: new Map(
        [...this.record.guestReadings].flatMap(([vmid, readings]) => {
          const past = pastUse(readings, this.cluster.nowMs);
          return past ? [[vmid, past] as const] : [];
        }),
      ),
      nodePolicies: new Map(
        [...this.cluster.world.nodes.values()].map(({ name, maintenance, spec }) => [
          name,
          {
            maintenance,
            ignored: false,
            memoryReserveBytes: 0,
            migrationBytesPerSecond: spec.migrationBandwidth,
          },
        ]),
      ),
      guestPolicies: new Map(
        restraints.map(({ vmid, heldUntilMs, notBackTo }) => [
          vmid,
          { ...NO_POLICY, heldUntilMs, notBackTo },
        ]),
      ),
      rules: [],
      evacuate: [],
      values: this.values,
    });
    const startedAt = performance.now();
    const plan = planAgain(input, this.#earlier);
    this.planningMs += performance.now() - startedAt;
    this.plans += 1;
    const fault = plan.certificate.checks.find(({ ok }) => !ok);
    if (fault) throw new Error(`A plan did not pass its own checks: ${fault.check}, ${fault.detail}`);
    this.#earlier = plan.moves;
    return plan;
  }

  #observe({ moves }: Plan): void {
    const intervalMinutes = this.#settings["automation.intervalMinutes"];
    this.#observations = observeRounds(this.#observations, {
      atMs: this.cluster.nowMs,
      intervalMinutes,
      moves,
    });
  }

  #input(plan: Plan, moves: readonly PlannedMove[], startedInRun: number): AutomationInput {
    return {
      nowMs: this.cluster.nowMs,
      snapshot: this.cluster.snapshot(),
      moves,
      health: plan.score.before,
      benefitHours: this.#planning["planning.benefitHours"],
      settings: this.#settings,
      schedule: this.#schedule,
      pause: null,
      nodes: this.cluster.nodeFacts(),
      history: this.history,
      activeMoves: [...this.cluster.world.guests.values()].flatMap(({ vmid, lock }) =>
        lock === "migrate" ? [{ vmid, unknown: false }] : [],
      ),
      observations: this.#observations,
      startedInRun,
    };
  }

  /** The first wave of what is pending, side by side; the rest is decided again. */
  #carryOut(pending: readonly PlannedMove[]): readonly { readonly next: AfterMove }[] {
    const wave = Math.min(...pending.map((move) => move.wave));
    const begun = pending.filter((move) => move.wave === wave).map((move) => this.#begin(move));
    for (let left = 60; left > 0 && begun.some(({ isOver }) => !isOver()); left -= 1) this.step(STEP_S);
    return begun.map(({ end }) => end());
  }

  #begin({ vmid, from, to, reason }: PlannedMove) {
    const { world, nowMs: beganAtMs } = this.cluster;
    const guest = world.guests.get(vmid);
    const lock = guest?.lock ?? null;
    const task = guest?.node === from ? this.cluster.migrate(vmid, to, OURS) : null;
    const isOver = () =>
      task === null ||
      (task.endedAt !== null && guest?.lock == null && (guest?.ha == null || guest.node === to));
    const end = () => {
      const arrived = guest?.node === to;
      if (task !== null) this.moves.push({ vmid, from, to, need: reason.need, beganAtMs, lock, arrived });
      if (!arrived) this.failures += 1;
      const next = afterMove({ state: arrived ? "done" : "failed", reachedProxmox: task !== null }, false);
      return { next };
    };
    return { isOver, end };
  }

  #count(decisions: readonly MoveDecision[]): void {
    for (const { guardrail } of decisions) {
      const key = guardrail ?? "made";
      this.heldBack[key] = (this.heldBack[key] ?? 0) + 1;
    }
  }
}

const NO_POLICY = {
  priority: 0,
  dirtyBytesPerSecond: null,
  cpuPressureFraction: null,
  ioPressureFraction: null,
  memoryPressureFraction: null,
};
