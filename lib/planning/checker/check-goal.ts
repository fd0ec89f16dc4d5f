import type { CertificateCheck, PlannedMove } from "../plan";
import { brokenRules } from "./broken-rules";
import { isForcedMove } from "./check-execution";
import { checked, figure, isAbove, type PlanToCheck } from "./checked-plan";
import { type ClusterState, moveGuest } from "./cluster-state";
import { goalOf, worsened } from "./goal";
import { stepsOf } from "./plan-steps";

/** Whether the goal never gets worse from one step to the next, and no rule that held is broken in between. */
export function checkGoal(state: ClusterState, { moves }: PlanToCheck): readonly CertificateCheck[] {
  const worse: string[] = [];
  const broken: string[] = [];
  const strict = new Set(state.cluster.input.rules.filter((rule) => rule.strict).map(({ id }) => id));
  let held = brokenRules(state);
  let goal = goalOf(state, held);
  const first = goal;
  for (const { moves: step } of stepsOf(moves)) {
    for (const { vmid, to } of step) moveGuest(state, vmid, to);
    const now = brokenRules(state);
    const next = goalOf(state, now);
    const fault = worsened(goal, next, step.some(mayCostBalance));
    if (fault) worse.push(`${nameOf(step)}: ${fault}.`);
    for (const [id] of now) {
      if (!held.has(id) && strict.has(id)) broken.push(`${nameOf(step)}: rule ${id} held and is broken.`);
    }
    goal = next;
    held = now;
  }
  const last = goal;
  return [
    checked("goal", worse, goalSentence(first, last)),
    checked("rules", broken, "No strict rule that held is broken after any step."),
  ];
}

function mayCostBalance(move: PlannedMove): boolean {
  return isForcedMove(move);
}

function nameOf(step: readonly PlannedMove[]): string {
  const waves = [...new Set(step.map(({ wave }) => wave))];
  return waves.length === 1 ? `Wave ${waves[0]}` : `Waves ${waves[0]}–${waves.at(-1)}`;
}

type Goals = ReturnType<typeof goalOf>;

function goalSentence(first: Goals, last: Goals): string {
  const highest = (goal: Goals) => figure(goal.loads[0] ?? 0);
  const parts = [
    `guests in the wrong place ${first.brokenStrict} to ${last.brokenStrict}`,
    `capacity exceeded ${figure(first.excess)} to ${figure(last.excess)}`,
    `guests to evacuate ${first.guestsToEvacuate} to ${last.guestsToEvacuate}`,
    `highest load ${highest(first)} to ${highest(last)}`,
  ];
  const costs = isAbove(last.loads[0] ?? 0, first.loads[0] ?? 0)
    ? ", which is what the moves that must be made cost"
    : "";
  return `From step to step: ${parts.join(", ")}${costs}.`;
}
