import type { Scenario } from "@/lib/inventory/scenario/scenario";
import { planningInputFromScenario } from "@/lib/planning/input/planning-input-from-scenario";
import type { Plan } from "@/lib/planning/plan";
import { planCluster } from "@/lib/planning/plan-cluster";
import { PLAN_PROPERTIES, type PlanProperty } from "../../support/planning/plan-properties";
import { WIDER_PROPERTIES } from "../../support/planning/wider-properties";
import { clustersOf, type FuzzChunk } from "./fuzz-chunks";

export const FUZZ_PROPERTIES: Readonly<Record<string, PlanProperty>> = {
  ...PLAN_PROPERTIES,
  ...WIDER_PROPERTIES,
};

/** A property that does not hold for one cluster. */
export interface FuzzFault {
  readonly property: string;
  /** Kind, seed and number of the cluster, by which it is found again. */
  readonly cluster: string;
  readonly text: string;
}

export interface ChunkResult {
  readonly clusters: number;
  readonly guests: number;
  readonly moves: number;
  readonly verdicts: Readonly<Record<Plan["verdict"], number>>;
  readonly faults: readonly FuzzFault[];
  readonly slowestMs: number;
}

/**
 * Plans every cluster of a chunk and looks at what must be true of each plan.
 *
 * @param only names of the properties that are looked at; all when left out
 */
export function fuzzChunk(chunk: FuzzChunk, only?: readonly string[]): ChunkResult {
  const properties = Object.entries(FUZZ_PROPERTIES).filter(([name]) => only?.includes(name) ?? true);
  const verdicts = { plan: 0, balanced: 0, blocked: 0 };
  const faults: FuzzFault[] = [];
  const clusters = clustersOf(chunk);
  let moves = 0;
  let slowestMs = 0;
  for (const [number, scenario] of clusters.entries()) {
    const cluster = `${chunk.kind} ${chunk.seed} #${number}`;
    try {
      const startedAt = performance.now();
      const plan = planOf(scenario);
      slowestMs = Math.max(slowestMs, performance.now() - startedAt);
      moves += plan.moves.length;
      verdicts[plan.verdict] += 1;
      for (const [property, find] of properties) {
        const [text] = find(scenario, plan, planOf);
        if (text !== undefined) faults.push({ property, cluster, text });
      }
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      faults.push({ property: "throws", cluster, text });
    }
  }
  const guests = clusters.reduce((sum, scenario) => sum + scenario.guests.length, 0);
  return { clusters: clusters.length, guests, moves, verdicts, faults, slowestMs };
}

function planOf(cluster: Scenario): Plan {
  return planCluster(planningInputFromScenario(cluster));
}
