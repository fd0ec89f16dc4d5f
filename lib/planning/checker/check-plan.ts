import type { Certificate } from "../plan";
import type { PlanningInput } from "../planning-input";
import { checkExecution } from "./check-execution";
import { checkFigures, checkScoresOnTheWay } from "./check-figures";
import { checkGoal } from "./check-goal";
import { checkMoves } from "./check-moves";
import { checkNeeds } from "./check-needs";
import { checkRelief } from "./check-relief";
import { checkVerdict } from "./check-verdict";
import { checkWorth } from "./check-worth";
import { checkedCluster } from "./checked-cluster";
import type { PlanToCheck } from "./checked-plan";
import { stateAtStart } from "./cluster-state";
import { scorerFor } from "./simulated-scores";

/**
 * Re-derives every claim of a plan from the input and the moves alone.
 *
 * Nothing here is shared with the search, the model or the guards: a fault of theirs shows as a check that fails. Shares, scores and
 * seconds count as the same when they differ by less than a millionth. A plan that fails must not be shown or run.
 *
 * @returns every check with its name, whether it holds, and a sentence with the figures or the first faults
 */
export function checkPlan(input: PlanningInput, plan: PlanToCheck): Certificate {
  const cluster = checkedCluster(input);
  const start = () => stateAtStart(cluster);
  const scorer = scorerFor(start());
  const after = start();
  const execution = checkExecution(after, plan);
  const ends = { before: start(), after };
  const checks = [
    ...checkMoves(cluster, plan),
    ...execution,
    ...checkGoal(start(), plan),
    ...checkWorth(start(), plan, scorer),
    checkRelief(start(), plan),
    checkNeeds(start(), plan),
    ...checkFigures(ends, plan, scorer),
    checkScoresOnTheWay(start(), plan, scorer),
    ...checkVerdict(ends, plan),
  ];
  return { ok: checks.every(({ ok }) => ok), checks };
}
