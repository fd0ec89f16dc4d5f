import { describe, expect, it } from "vitest";
import type { Scenario } from "@/lib/inventory/scenario/scenario";
import { planningInputFromScenario } from "@/lib/planning/input/planning-input-from-scenario";
import { planCluster } from "@/lib/planning/plan-cluster";
import { clustersOf, type FuzzKind } from "@/tests/bench/support/fuzz-chunks";
import { afterPlan } from "@/tests/scenarios/judge/cluster-after";

/** Clusters of `npm run bench -- fuzz-plans` in which something was found again once the plan was carried out. */
const FOUND_AGAIN: readonly (readonly [why: string, kind: FuzzKind, seed: number, number: number])[] = [
  ["what few moves leave behind is worth a plan of its own", "plain", 20_260_105, 30],
  ["a swap is found only from the plan's end", "plain", 20_260_105, 14],
  ["a full node can be relieved once the plan made room", "plain", 20_260_105, 75],
  ["IO wait goes along with its causes", "small", 20_260_111, 12],
  ["a node's reading stopped at 100 %", "nasty", 20_260_109, 6],
  ["small guests are evened out after others moved", "small", 20_260_107, 14],
  ["disks of a thin storage take more elsewhere", "medium", 20_260_106, 89],
  ["a rule can be repaired after another move", "nasty", 20_260_108, 88],
  ["others make room for a guest where it ends", "medium", 20_260_105, 6],
  ["what must be done comes before what is worth it", "plain", 20_260_119, 85],
  ["a whole disk makes those beside it look fuller", "medium", 20_260_112, 64],
  ["a guest that is idle now is planned with what it needs by day", "nasty", 20_260_128, 76],
];

const planOf = (scenario: Scenario) => planCluster(planningInputFromScenario(scenario));

describe("a plan that was carried out", () => {
  it.each(FOUND_AGAIN)("leaves nothing to plan: %s", (_, kind, seed, number) => {
    const scenario = clustersOf({ kind, seed, clusters: number + 1 }).at(-1);
    if (!scenario) throw new Error("There is no such cluster.");
    const plan = planOf(scenario);

    const again = planOf(afterPlan(scenario, plan.placements));

    expect(plan.certificate.checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(plan.refused).toBeUndefined();
    expect(plan.moves.length).toBeGreaterThan(0);
    expect(again.moves.map(({ vmid, from, to }) => `${vmid} from ${from} to ${to}`)).toEqual([]);
  });
});
