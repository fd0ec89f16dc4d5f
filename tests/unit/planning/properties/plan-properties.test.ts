import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Scenario } from "@/lib/inventory/scenario/scenario";
import { planningInputFromScenario } from "@/lib/planning/input/planning-input-from-scenario";
import { planCluster } from "@/lib/planning/plan-cluster";
import { noise } from "@/lib/simulator/random";
import { nodeShares } from "@/tests/scenarios/judge/cluster-after";
import { anyCluster } from "@/tests/support/planning/cluster-arbitrary";
import { PLAN_PROPERTIES } from "@/tests/support/planning/plan-properties";

/** Fixed, so that a failure is the same failure tomorrow; `npm run bench -- fuzz-plans` looks at ten thousand. */
const RUNS = { seed: 20_260_105, numRuns: 50 };
const NOISE = 0.03;

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
      .map((scenario) => ({ scenario, placements: planOf(scenario).placements }))
      .filter(({ scenario, placements }) => isCalm(scenario, placements));
    expect(calm.length).toBeGreaterThan(0);
    const moves = calm.flatMap(({ scenario, placements }, seed) =>
      planOf(withNoise(scenario, placements, seed)).moves.map(({ vmid }) => `cluster ${seed}: ${vmid}`),
    );
    expect(moves).toEqual([]);
  }, 60_000);
});

function isCalm(scenario: Scenario, placements: Readonly<Record<string, string>>): boolean {
  const all = [...nodeShares(scenario, placements).values()];
  const cpu = all.map((shares) => shares.cpu);
  const memory = all.map((shares) => shares.memory);
  const spread = (shares: readonly number[]) => Math.max(...shares) - Math.min(...shares);
  const isLow = Math.max(...cpu) < 0.95 * 0.6 && Math.max(...memory) < 0.95 * 0.7;
  return isLow && spread(cpu) < 0.06 && spread(memory) < 0.06;
}

function withNoise(scenario: Scenario, placements: Readonly<Record<string, string>>, seed: number): Scenario {
  const noisy = (value: number, ...parts: [number, number]) =>
    value * (1 + NOISE * (2 * noise(seed, ...parts) - 1));
  return {
    ...scenario,
    guests: scenario.guests.map((guest) => ({
      ...guest,
      node: placements[guest.vmid] ?? guest.node,
      cpuUsed: noisy(guest.cpuUsed, guest.vmid, 1),
      memoryUsed: noisy(guest.memoryUsed ?? guest.memory, guest.vmid, 2),
    })),
    nodes: scenario.nodes.map((node, index) => ({
      ...node,
      baseCpu: noisy(node.baseCpu, index, 3),
      baseMemory: noisy(node.baseMemory, index, 4),
      iowait: noisy(node.iowait, index, 5),
    })),
  };
}
