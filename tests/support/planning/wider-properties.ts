import type { Scenario } from "@/lib/inventory/scenario/scenario";
import { planEvacuation } from "@/lib/planning/evacuation/plan-evacuation";
import { planHome } from "@/lib/planning/evacuation/plan-home";
import { planningInputFromScenario } from "@/lib/planning/input/planning-input-from-scenario";
import type { Plan } from "@/lib/planning/plan";
import { planAgain } from "@/lib/planning/plan-again";
import { afterPlan } from "../../scenarios/judge/cluster-after";
import { isCalm, withNoise } from "./noisy-readings";
import type { PlanProperty } from "./plan-properties";

/** What must be true besides of planning with a past: again, with noise, to empty a node, and home. */
export const WIDER_PROPERTIES: Readonly<Record<string, PlanProperty>> = {
  noiseStartsNothing,
  adviceStays,
  anyNodeCanBeEmptied,
};

const NOISE_SEED = 3;

function noiseStartsNothing(
  scenario: Scenario,
  plan: Plan,
  planOf: (cluster: Scenario) => Plan,
): readonly string[] {
  if (plan.verdict === "blocked" || plan.moves.length >= limitOf(scenario)) return [];
  const after = afterPlan(scenario, plan.placements);
  if (!isCalm(after)) return [];
  return planOf(withNoise(after, NOISE_SEED)).moves.map(
    ({ vmid, from, to, reason }) =>
      `noise moves ${vmid} from ${from} to ${to} (${reason.need} of ${reason.subject})`,
  );
}

/** The same readings give the same advice; other readings give advice that passes every check. */
function adviceStays(scenario: Scenario, plan: Plan): readonly string[] {
  const places = ({ moves }: Plan) =>
    moves
      .map(({ vmid, to }) => `${vmid} > ${to}`)
      .sort()
      .join(", ");
  const same = planAgain(planningInputFromScenario(scenario), plan.moves);
  const noisy = planAgain(planningInputFromScenario(withNoise(scenario, NOISE_SEED)), plan.moves);
  return [
    ...(places(same) === places(plan) ? [] : [`advice changes from ${places(plan)} to ${places(same)}`]),
    ...refusalsOf(noisy, "planned again with noise"),
  ];
}

function anyNodeCanBeEmptied(scenario: Scenario): readonly string[] {
  const node = scenario.nodes.find(
    ({ name, status, ignored }) =>
      status === "online" && !ignored && scenario.guests.some((guest) => guest.node === name),
  );
  if (!node) return [];
  const plan = planEvacuation(planningInputFromScenario(scenario), [node.name]);
  const blocked = new Set(plan.blocked.map(({ vmid }) => vmid));
  const left = scenario.guests.filter(
    ({ vmid, template }) => !template && plan.placements[vmid] === node.name && !blocked.has(vmid),
  );
  const isCutShort = plan.moves.length >= limitOf(scenario);
  const origins = new Map(plan.moves.map(({ vmid }) => [vmid, node.name]));
  const home = planHome(planningInputFromScenario(afterPlan(scenario, plan.placements)), origins);
  return [
    ...refusalsOf(plan, `emptying ${node.name}`),
    ...(isCutShort ? [] : left.map(({ vmid }) => `${vmid} stays on ${node.name} and is not blocked`)),
    ...refusalsOf(home, `home to ${node.name}`),
  ];
}

function refusalsOf({ certificate, refused = [] }: Plan, when: string): readonly string[] {
  const [first] = [...certificate.checks.filter(({ ok }) => !ok), ...refused];
  return first ? [`${when}, the checker refuses: ${first.check}: ${first.detail}`] : [];
}

function limitOf(scenario: Scenario): number {
  return Number(scenario.settings["planning.maxMoves"] ?? 200);
}
