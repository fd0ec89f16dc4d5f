import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { checkPlan } from "@/lib/planning/checker/check-plan";
import { planCluster } from "@/lib/planning/plan-cluster";
import { inputOf } from "../scenario-input";
import { CORRUPTIONS } from "./corrupt-plan";
import { anyCluster } from "./random-cluster";

const RUNS = 40;

describe("plans of clusters of every kind", () => {
  it("pass the checker as they come", () => {
    let planned = 0;
    fc.assert(
      fc.property(anyCluster, (cluster) => {
        const { certificate, moves } = planCluster(inputOf(cluster));
        if (moves.length > 0) planned += 1;
        expect(certificate.checks.filter(({ ok }) => !ok)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
    expect(planned).toBeGreaterThan(RUNS / 4);
  });
});

describe("a spoilt plan never passes", () => {
  const clusters = fc.sample(anyCluster, { numRuns: 80, seed: 11 });
  const plans = clusters
    .map((cluster) => {
      const input = inputOf(cluster);
      return { input, plan: planCluster(input) };
    })
    .filter(({ plan }) => plan.certificate.ok && plan.moves.length > 0);

  test.each(CORRUPTIONS.map((one) => [one.name, one] as const))("%s", (_name, { spoil }) => {
    let spoiltPlans = 0;
    for (const [place, { input, plan }] of plans.entries()) {
      const spoilt = spoil(plan, place / plans.length);
      if (!spoilt) continue;
      spoiltPlans += 1;
      expect({ place, ok: checkPlan(input, spoilt).ok }).toEqual({ place, ok: false });
    }
    expect(spoiltPlans).toBeGreaterThan(0);
  });
});
