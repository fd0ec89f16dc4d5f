import fc from "fast-check";
import type { Scenario } from "@/lib/inventory/scenario/scenario";
import { planningInputFromScenario } from "@/lib/planning/input/planning-input-from-scenario";
import type { Plan } from "@/lib/planning/plan";
import { planCluster } from "@/lib/planning/plan-cluster";
import { anyCluster } from "../support/planning/cluster-arbitrary";
import { PLAN_PROPERTIES } from "../support/planning/plan-properties";

const SEED = 20_260_105;
const MOST_EXAMPLES = 3;

/**
 * Plans 10,000 random clusters (quick: 300) with rules, storages, tags, stopped guests, HA and maintenance, and counts the plans for which
 * a property does not hold. An example is named by its number, so that `fc.sample` with the same seed finds it again.
 */
export async function run({ quick }: { readonly quick: boolean }) {
  const clusters = fc.sample(anyCluster(), { seed: SEED, numRuns: quick ? 300 : 10_000 });
  const verdicts: Record<string, number> = { plan: 0, balanced: 0, blocked: 0 };
  const faults: Record<string, number> = { throws: 0 };
  const examples: Record<string, string[]> = {};
  const fault = (name: string, number: number, text: string) => {
    faults[name] = (faults[name] ?? 0) + 1;
    const known = examples[name] ?? [];
    examples[name] = known.length < MOST_EXAMPLES ? [...known, `${number}: ${text}`] : known;
  };
  let moves = 0;
  for (const name of Object.keys(PLAN_PROPERTIES)) faults[name] = 0;
  for (const [number, cluster] of clusters.entries()) {
    try {
      const plan = planOf(cluster);
      moves += plan.moves.length;
      verdicts[plan.verdict] = (verdicts[plan.verdict] ?? 0) + 1;
      for (const [name, property] of Object.entries(PLAN_PROPERTIES)) {
        const [first] = property(cluster, plan, planOf);
        if (first) fault(name, number, first);
      }
    } catch (error) {
      fault("throws", number, error instanceof Error ? error.message : String(error));
    }
  }
  return {
    ok: Object.values(faults).every((count) => count === 0),
    figures: { clusters: clusters.length, moves, verdicts, faults, examples },
    limits: { faults: 0 },
  };
}

function planOf(cluster: Scenario): Plan {
  return planCluster(planningInputFromScenario(cluster));
}
