import type { ScenarioIssue } from "@/lib/inventory/scenario/scenario-error";
import { planningInputFromScenario } from "@/lib/planning/input/planning-input-from-scenario";
import type { Plan } from "@/lib/planning/plan";
import { planCluster } from "@/lib/planning/plan-cluster";
import type { PlanningInput } from "@/lib/planning/planning-input";
import { PlanningSettingError } from "@/lib/planning/planning-setting-error";
import { ScoringSettingError } from "@/lib/scoring/scoring-setting-error";
import { BadInput } from "../score/bad-input";
import { readScenario } from "../score/read-scenario";
import type { CommandInput } from "../score/run-command";

/** What `npm run -s plan` prints. */
export interface PlanReport extends Plan {
  readonly name: string;
  readonly warnings: readonly ScenarioIssue[];
  /** Planning and checking alone, without reading the scenario. */
  readonly elapsedMs: number;
}

/** @throws BadInput when the scenario or one of its settings cannot be used */
export function planScenario({ text, overrides }: CommandInput): PlanReport {
  const { scenario, warnings } = readScenario(text);
  const input = settled(() => planningInputFromScenario(scenario, overrides));

  const startedAt = performance.now();
  const plan = planCluster(input, { nowMs: processorMs });
  const elapsedMs = performance.now() - startedAt;

  return {
    name: scenario.name,
    ...plan,
    warnings: [...warnings, ...plan.warnings],
    elapsedMs: Math.round(elapsedMs * 1_000) / 1_000,
  };
}

/** The time limit is about work, not about how busy the machine is with something else. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** Settings that are fine one by one may still not go together. */
function settled(make: () => PlanningInput): PlanningInput {
  try {
    return make();
  } catch (error) {
    if (error instanceof PlanningSettingError || error instanceof ScoringSettingError)
      throw new BadInput([{ path: `settings.${error.key}`, message: error.message }]);
    throw error;
  }
}
