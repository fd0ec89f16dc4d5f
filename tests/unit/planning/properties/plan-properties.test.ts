import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Scenario } from "@/lib/inventory/scenario/scenario";
import { planningInputFromScenario } from "@/lib/planning/input/planning-input-from-scenario";
import { planCluster } from "@/lib/planning/plan-cluster";
import { afterPlan } from "@/tests/scenarios/judge/cluster-after";
import { anyCluster } from "@/tests/support/planning/cluster-arbitrary";
import { isCalm, withNoise } from "@/tests/support/planning/noisy-readings";
import { PLAN_PROPERTIES } from "@/tests/support/planning/plan-properties";

/** Fixed, so that a failure is the same failure tomorrow; `npm run bench -- fuzz-plans` looks at ten thousand. */
const RUNS = { seed: 20_260_105, numRuns: 50 };

const planOf = (scenario: Scenario) => planCluster(planningInputFromScenario(scenario));

describe("any plan of any cluster", () => {
  const clusters = fc.sample(anyCluster(), RUNS);
  const plans = clusters.map(planOf);

  it.each(Object.entries(PLAN_PROPERTIES))("%s", (_, property) => {
    const faults = clusters.flatMap((scenario, number) => {
      const plan = plans[number] ?? planOf(scenario);
      return property(scenario, plan, planOf).map((fault) => `cluster ${number}: ${fault}`);
    });
    expect(faults).toEqual([]);
  });
});

/**
 * A node at 59.9 % may be above a threshold of 60 % with the next reading, so no planner can promise that noise changes no decision. What
 * can be promised: a plan goes on until every load is below 0.95 and every spread below 0.6 times what counts, and from there noise of
 * 3 % on every reading reaches neither limit. 0.95 × 1.03 is below 1, and 6 points of spread grow by at most
 * 2 × 3 % of 66.5 points to below 10.
 */
describe("noise of 3 %", () => {
  it("starts nothing in a cluster that is calm", () => {
    const plain = anyCluster({ rules: false, settings: false, obstacles: false });
    const calm = fc
      .sample(plain, { ...RUNS, numRuns: 20 })
      .map((scenario) => afterPlan(scenario, planOf(scenario).placements))
      .filter(isCalm);
    expect(calm.length).toBeGreaterThan(0);
    const moves = calm.flatMap((scenario, seed) =>
      planOf(withNoise(scenario, seed)).moves.map(({ vmid }) => `cluster ${seed}: ${vmid}`),
    );
    expect(moves).toEqual([]);
  }, 60_000);
});
