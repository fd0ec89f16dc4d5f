import type { Snapshot } from "@/lib/inventory/snapshot";
import type { PlannedMove } from "@/lib/planning/plan";
import type { AutomationSchedule } from "./automation-schedule";
import type { AutomationSettings } from "./automation-settings";
import type { NodeFacts } from "./freeze-until";
import type { ObservationState } from "./observe-rounds";
import type { PastMove } from "./past-move";

/** Everything that a run decides from. The same input gives the same decisions, in whatever order its lists are. */
export interface AutomationInput {
  readonly nowMs: number;
  /** The newest reading, not older than the plan. */
  readonly snapshot: Snapshot;
  /** The plan's moves; each of them gets a decision. */
  readonly moves: readonly PlannedMove[];
  /** The cluster's health before the plan, 0–100; null where it cannot be scored. */
  readonly health: number | null;
  /** `planning.benefitHours` as it was when the plan was made. */
  readonly benefitHours: number;
  readonly settings: AutomationSettings;
  readonly schedule: AutomationSchedule;
  /** Null while the engine runs. */
  readonly pause: EnginePause | null;
  readonly nodes: readonly NodeFacts[];
  /** At least as far back as `historyNeededMs` says. */
  readonly history: readonly PastMove[];
  /** Moves that are not in a final state, whoever started them, also by PVE itself. */
  readonly activeMoves: readonly ActiveMove[];
  /** With the present round in it. */
  readonly observations: ObservationState;
  /** Moves that this run has started already; a run that decides again does not get a new allowance. */
  readonly startedInRun: number;
}

export interface EnginePause {
  readonly by: string;
  /** Without a full stop, such as `guest 100 could not be moved`; empty when none was given. */
  readonly reason: string;
}

export interface ActiveMove {
  readonly vmid: number;
  /** True when nobody can tell what became of it; a person has to look. */
  readonly unknown: boolean;
}
