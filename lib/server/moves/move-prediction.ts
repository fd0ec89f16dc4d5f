import "server-only";
import type { MovePrediction } from "@/lib/api/moves";
import type { MoveJudgement, MovePurposeOfPlan } from "@/lib/planning/judge-move";
import type { Need, PlannedMove } from "@/lib/planning/plan";

/** A move as a plan has it, as far as it is more than a guest and a node. */
export type PlannedPart = Pick<PlannedMove, "confidence" | "risk" | "bundle" | "temporary"> & {
  readonly reason: Pick<PlannedMove["reason"], "need" | "subject" | "sentence">;
};

/** What is kept with a move of what was expected of it. */
export function predictionOf(
  { cost, effect }: Pick<MoveJudgement, "cost" | "effect">,
  planned: PlannedPart | null,
): MovePrediction {
  return {
    ...(cost && { seconds: cost.seconds, downtimeMs: cost.downtimeMs, bytes: cost.bytes }),
    ...effectOf(effect),
    ...(planned && {
      confidence: planned.confidence,
      risk: planned.risk,
      need: planned.reason.need,
      subject: planned.reason.subject,
      together: planned.temporary || planned.bundle !== null,
      temporary: planned.temporary,
    }),
  };
}

/** The part of a prediction that changes with every reading. */
export function effectOf(effect: MoveJudgement["effect"]): MovePrediction {
  return {
    scoreBefore: effect?.health.before ?? null,
    scoreAfter: effect?.health.after ?? null,
    ...(effect && {
      nodes: { source: effect.source, target: effect.target },
      worstShare: effect.worstShare,
    }),
  };
}

const NEEDS: ReadonlySet<string> = new Set<Need>([
  "rule",
  "capacity",
  "evacuation",
  "contention",
  "imbalance",
  "distribution",
  "home",
]);

/** What a stored move was planned for; undefined for one that no plan asked for. */
export function purposeOf({
  need,
  subject,
  together = false,
  temporary = false,
}: MovePrediction): MovePurposeOfPlan | undefined {
  if (need === undefined || subject === undefined || !isNeed(need)) return undefined;
  return { need, subject, together, temporary };
}

export function purposeOfPlanned({ reason, bundle, temporary }: PlannedPart): MovePurposeOfPlan {
  const { need, subject } = reason;
  return { need, subject, together: temporary || bundle !== null, temporary };
}

export function isNeed(need: string): need is Need {
  return NEEDS.has(need);
}
