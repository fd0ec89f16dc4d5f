import { describe, expect, it } from "vitest";
import { planningInputFromScenario } from "@/lib/planning/input/planning-input-from-scenario";
import { buildClusterModel } from "@/lib/planning/model/build-cluster-model";
import { orderSteps } from "@/lib/planning/ordering/order-steps";
import { planCluster } from "@/lib/planning/plan-cluster";
import type { PlanningInput } from "@/lib/planning/planning-input";
import { SearchState } from "@/lib/planning/search/search-state";
import { makeScenario } from "@/lib/simulator/make-scenario";
import { GIB, guest, inputOf, node } from "./scenario-input";

const nodes = ["pve1", "pve2", "pve3", "pve4", "pve5"].map((name) => node(name));

/** The plan, which the checker must accept. */
function accepted(input: PlanningInput) {
  const plan = planCluster(input);
  expect(plan.certificate.checks.filter(({ ok }) => !ok)).toEqual([]);
  return plan;
}

describe("plans that the checker once refused", () => {
  it("names a guest as blocked that could only go where it belongs by leaving the others it is to stay with", () => {
    const { moves, blocked, verdict } = accepted(
      inputOf({
        nodes,
        guests: [
          guest(100, "pve1", { tags: ["affinity_web", "plb_pin_pve2"] }),
          guest(101, "pve1", { tags: ["affinity_web", "plb_pin_pve1"] }),
        ],
      }),
    );
    expect({ verdict, moves: moves.length }).toEqual({ verdict: "blocked", moves: 0 });
    expect(blocked.map(({ vmid }) => vmid)).toEqual([100]);
    expect(blocked[0]?.detail).toContain("must stay together with guest 101");
  });

  it("brings a guest where it belongs on its own when its group is apart and cannot be brought together", () => {
    const { moves } = accepted(
      inputOf({
        nodes,
        guests: [
          guest(100, "pve1", { tags: ["affinity_web", "plb_pin_pve4"] }),
          guest(101, "pve2", { tags: ["affinity_web", "plb_pin_pve2"] }),
          guest(102, "pve3", { tags: ["affinity_web"] }),
        ],
      }),
    );
    expect(moves.map(({ vmid, to }) => ({ vmid, to }))).toContainEqual({ vmid: 100, to: "pve4" });
  });

  it("says of a guest that a node would take that the others of its group keep it", () => {
    const { blocked } = accepted(
      inputOf({
        nodes,
        evacuate: ["pve1"],
        guests: [
          guest(100, "pve1", { tags: ["affinity_web"] }),
          guest(101, "pve2", { tags: ["affinity_web", "plb_pin_pve2"] }),
          guest(102, "pve3", { tags: ["affinity_web", "plb_pin_pve3"] }),
        ],
      }),
    );
    expect(blocked.map(({ vmid, reason }) => ({ vmid, reason }))).toContainEqual({
      vmid: 100,
      reason: "affinity",
    });
  });

  it("moves nothing for a node whose need only arose within the same wave", () => {
    const plan = accepted(planningInputFromScenario(makeScenario({ nodes: 5, guests: 40, seed: 14 })));
    expect(plan.verdict).toBe("plan");
  });

  it("moves no guest for the number of guests where that raises the load of the node it goes to and lowers none", () => {
    const small = { cores: 2, memory: GIB, memoryUsed: 0, cpuUsed: 0.5 };
    const { moves } = accepted(
      inputOf({
        nodes: [node("pve1", { baseMemory: 32 * GIB }), node("pve2", { baseMemory: 8 * GIB })],
        settings: {
          "planning.distribution.enabled": true,
          "planning.balanciness": 60,
        },
        guests: [1, 2, 3, 4, 5, 6].map((place) => guest(100 + place, "pve1", small)),
      }),
    );
    expect(moves).toEqual([]);
  });

  it("makes no move for a rule that holds when the wave begins", () => {
    const tags = ["exclude_web"];
    const state = new SearchState(
      buildClusterModel(
        inputOf({ nodes, guests: [guest(100, "pve1", { tags }), guest(101, "pve2", { tags })] }),
      ),
    );
    const step = { need: "rule", subject: "tag:exclude_web", moves: [{ guest: 0, from: 0, to: 2 }] } as const;
    expect(orderSteps(state, [step])).toEqual({ moves: [], steps: [], left: [step] });
  });
});
