import type { PlannedMove } from "@/lib/planning/plan";

/**
 * `pending`: it will be made, or would be in a dry run. `skipped`: nothing may or need be done about it here. `filtered`: a setting or tag
 * leaves it to a person. `deferred`: it may be made later. `observing`: its need has not lasted long enough.
 */
export type DecisionAction = "pending" | "skipped" | "filtered" | "deferred" | "observing";

/** What was decided about one move of a plan, and why. */
export interface MoveDecision {
  readonly move: PlannedMove;
  /** From 1, the order in which moves are looked at and made. */
  readonly rank: number;
  /** From 1; moves of one unit are made together or not at all. */
  readonly unit: number;
  /** It repairs a rule or relieves an overfull node. */
  readonly forced: boolean;
  readonly action: DecisionAction;
  /** The guardrail that held it back; null for a move that is made. */
  readonly guardrail: string | null;
  /** One or two sentences. */
  readonly reason: string;
  /** When the guardrail lets it through at the earliest, Unix milliseconds; null where that is not known. */
  readonly untilMs: number | null;
}

/** A guardrail's objection. */
export interface Objection {
  readonly sentence: string;
  readonly untilMs: number | null;
  /** Instead of the guardrail's own action. */
  readonly action?: DecisionAction;
}
