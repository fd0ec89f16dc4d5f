import type { DecisionUnit } from "./decision-units";

const SECONDS_AN_HOUR = 3_600;

/**
 * By how many percentage points of share the fuller node is relieved by moves that belong together: their worth in seconds, taken back
 * through `relieved share × planning.benefitHours × 3600`. Every move of a bundle names the worth of all of it.
 *
 * @param benefitHours as the plan was made with, above 0
 * @returns null where no move is for balance's sake of load (rules, capacity, the number of guests); 0 where the worth is not told
 */
export function relievedPoints({ moves }: DecisionUnit, benefitHours: number): number | null {
  const relieving = moves.filter(({ reason }) => reason.need === "contention" || reason.need === "imbalance");
  if (relieving.length === 0 || benefitHours <= 0) return null;
  const worths = relieving.flatMap(({ reason }) => reason.factors.filter(({ key }) => key === "benefit"));
  const worth = Math.max(0, ...worths.map(({ after }) => after));
  return (100 * worth) / (benefitHours * SECONDS_AN_HOUR);
}
