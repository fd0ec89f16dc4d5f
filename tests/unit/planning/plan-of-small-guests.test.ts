import { expect, it } from "vitest";
import { planningInputFromScenario } from "@/lib/planning/input/planning-input-from-scenario";
import { planCluster } from "@/lib/planning/plan-cluster";
import { makeUnevenCluster } from "@/tests/bench/support/make-uneven-cluster";

/** As many small guests as larger clusters have: no single move is more than a few hundredths of its node. */
it("a node that is relieved by many small moves is relieved as surely as by a large one", () => {
  const cluster = makeUnevenCluster({ nodes: 8, guests: 240, seed: 4, fill: 0.6, plain: true });
  const plan = planCluster(planningInputFromScenario(cluster));
  const optional = plan.moves.filter(
    ({ reason }) => reason.need === "contention" || reason.need === "imbalance",
  );
  const leaving = new Map(optional.map(({ from }) => [from, optional.filter((move) => move.from === from)]));
  const many = [...leaving.values()].filter((moves) => moves.length >= 5).flat();
  expect(many.length).toBeGreaterThan(0);
  // What automation asks for unless it is told otherwise.
  expect(Math.min(...many.map(({ confidence }) => confidence))).toBeGreaterThanOrEqual(75);
});
