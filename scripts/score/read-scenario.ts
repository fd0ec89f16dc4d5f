import { type ParsedScenario, parseScenario } from "@/lib/inventory/scenario/parse-scenario";
import type { Scenario } from "@/lib/inventory/scenario/scenario";
import { ScenarioError, type ScenarioIssue } from "@/lib/inventory/scenario/scenario-error";
import { DEFAULT_CLOCK_MS } from "@/lib/inventory/scenario/snapshot-from-scenario";
import { historyPointAtMs } from "@/lib/scoring/history-from-scenario";
import { BadInput } from "./bad-input";
import { checkSettings } from "./check-settings";

/**
 * A scenario whose settings exist, with warnings about what of it is not used.
 *
 * @param text JSON or YAML
 * @throws BadInput with every reason why it cannot be used
 */
export function readScenario(text: string): ParsedScenario {
  const { scenario, warnings } = parsed(text);
  checkSettings(scenario.settings, "settings");
  return { scenario, warnings: [...warnings, ...futurePoints(scenario)] };
}

function parsed(text: string): ParsedScenario {
  try {
    return parseScenario(text);
  } catch (error) {
    if (error instanceof ScenarioError) throw new BadInput(error.issues);
    throw error;
  }
}

function futurePoints({ clock, history }: Scenario): readonly ScenarioIssue[] {
  const clockMs = clock ? Date.parse(clock) : DEFAULT_CLOCK_MS;
  return history.flatMap((point, index) =>
    historyPointAtMs(point, clockMs) > clockMs
      ? [{ path: `history[${index}].at`, message: "This is after the scenario's clock and is not used." }]
      : [],
  );
}
