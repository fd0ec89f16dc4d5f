import { expect, it } from "vitest";
import { planningInputFromScenario } from "@/lib/planning/input/planning-input-from-scenario";
import { planCluster } from "@/lib/planning/plan-cluster";
import { makeUnevenCluster } from "../../bench/support/make-uneven-cluster";
import { afterPlan } from "../../scenarios/judge/cluster-after";

// With the fewest moves that relieve its busiest nodes this cluster stays so uneven that six more would follow: fourteen in all.
it("leaves no moves out for which more would have to follow", () => {
  const cluster = makeUnevenCluster({ nodes: 6, guests: 54, seed: 123, fill: 0.63 });
  const plan = planCluster(planningInputFromScenario(cluster));
  expect(plan.moves.length).toBeLessThanOrEqual(10);
  const next = planCluster(planningInputFromScenario(afterPlan(cluster, plan.placements)));
  expect(next.moves).toEqual([]);
});
