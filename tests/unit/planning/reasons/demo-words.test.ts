import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseScenario } from "@/lib/inventory/scenario/parse-scenario";
import type { Scenario } from "@/lib/inventory/scenario/scenario";
import { planningInputFromScenario } from "@/lib/planning/input/planning-input-from-scenario";
import type { Plan } from "@/lib/planning/plan";
import { planCluster } from "@/lib/planning/plan-cluster";

const { scenario: demo } = parseScenario(readFileSync("lib/simulator/scenarios/demo.yaml", "utf8"));
const planOf = (cluster: Scenario) => planCluster(planningInputFromScenario(cluster));

/** Everything that a plan says in whole sentences. */
function sentencesOf({ reason, moves, notMoved, blocked, violations, conflicts }: Plan): readonly string[] {
  return [
    reason,
    ...moves.map((move) => move.reason.sentence),
    ...notMoved.map(({ detail }) => detail),
    ...blocked.flatMap(({ detail, fix }) => [detail, fix]),
    ...violations.before.map(({ sentence }) => sentence),
    ...conflicts.map(({ sentence }) => sentence),
  ];
}

function expectGoodWords(plan: Plan): void {
  for (const sentence of sentencesOf(plan)) {
    expect(sentence).toMatch(/\.$/);
    expect(sentence).not.toMatch(/[,;:] Guests? |\.\.| {2}| [.,;:]|undefined|NaN|Infinity/);
  }
  expect(plan.reason.length).toBeLessThan(700);
  for (const { detail } of [...plan.blocked, ...plan.notMoved]) expect(detail.length).toBeLessThan(450);
}

describe("what a plan of the demo says", () => {
  it("reads well, and tells the time in waves from the time of moving", () => {
    const plan = planOf(demo);
    expect(plan.verdict).toBe("plan");
    expectGoodWords(plan);
    expect(plan.reason).toMatch(
      /^Guests 205, 505 must stay together \(erp-together\), but are on birch, elm\. /,
    );
    expect(plan.reason).toMatch(
      / \d+ nodes are above a threshold, most of all elm: it uses 94 % of its memory/,
    );
    expect(plan.reason).toMatch(/ \d+ moves to .+, about .+ in \d+ waves \(.+ of moving\); health goes from/);
  });

  it("reads well where much is blocked, and names nodes with the same trouble together", () => {
    const busy = demo.nodes.slice(0, -2).map(({ name }) => name);
    const plan = planOf({ ...demo, evacuate: busy });
    expect(plan.verdict).toBe("blocked");
    expectGoodWords(plan);
    expect(plan.blocked.map(({ detail }) => detail).join(" ")).toMatch(
      /\w+, \w+ and \d+ others: in maintenance or to be emptied\./,
    );
  });
});
