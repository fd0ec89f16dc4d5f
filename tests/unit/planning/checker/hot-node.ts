import type { ScenarioInput } from "@/lib/inventory/scenario/scenario";
import { checkPlan } from "@/lib/planning/checker/check-plan";
import type { PlanToCheck } from "@/lib/planning/checker/checked-plan";
import type { PlannedMove } from "@/lib/planning/plan";
import { guest, node } from "../scenario-input";
import { type CheckedStory, planOf } from "./plan-of";

/** Guests of {@link hot} but the first, which makes its node hot. */
export const others = [
  guest(101, "pve1", { cores: 8, cpuUsed: 4 }),
  guest(102, "pve1", { cores: 8, cpuUsed: 4 }),
  guest(103, "pve2", { cpuUsed: 0.5 }),
];

/** pve1 runs at 87.5 % CPU, the others are nearly idle. */
export const hot: ScenarioInput = {
  nodes: [node("pve1"), node("pve2"), node("pve3")],
  guests: [guest(100, "pve1", { cores: 8, cpuUsed: 6, name: "web1" }), ...others],
};

/** Names of the checks that a plan does not pass. */
export function failed({ input, plan }: CheckedStory): readonly string[] {
  return checkPlan(input, plan)
    .checks.filter(({ ok }) => !ok)
    .map(({ check }) => check);
}

/** What those checks say. */
export function details({ input, plan }: CheckedStory): string {
  return checkPlan(input, plan)
    .checks.filter(({ ok }) => !ok)
    .map(({ check, detail }) => `${check}: ${detail}`)
    .join("\n");
}

/** The plan with one move changed. */
export function changed(story: CheckedStory, index: number, change: Partial<PlannedMove>): CheckedStory {
  const moves = story.plan.moves.map((move, place) => (place === index ? { ...move, ...change } : move));
  return { ...story, plan: { ...story.plan, moves } };
}

/** The plan with other claims. */
export function claiming(story: CheckedStory, claims: Partial<PlanToCheck>): CheckedStory {
  return { ...story, plan: { ...story.plan, ...claims } };
}

/** Two moves away from the hot node. */
export function goodPlan(): CheckedStory {
  return planOf(hot, [
    { vmid: 100, to: "pve2" },
    { vmid: 101, to: "pve3" },
  ]);
}
