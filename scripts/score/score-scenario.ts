import { parseScenario } from "@/lib/inventory/scenario/parse-scenario";
import type { Scenario } from "@/lib/inventory/scenario/scenario";
import { ScenarioError, type ScenarioIssue } from "@/lib/inventory/scenario/scenario-error";
import { snapshotFromScenario } from "@/lib/inventory/scenario/snapshot-from-scenario";
import { historyFromScenario, historyPointAtMs } from "@/lib/scoring/history-from-scenario";
import type { NodeScore } from "@/lib/scoring/node-score";
import { scoreCluster } from "@/lib/scoring/score-cluster";
import { scoringSettingsFrom } from "@/lib/scoring/scoring-settings";
import { BadInput } from "./bad-input";
import { checkSettings, type SettingValues } from "./check-settings";

interface ScenarioToScore {
  /** JSON or YAML. */
  readonly text: string;
  /** Settings that go before the scenario's own, checked. */
  readonly overrides: SettingValues;
}

/** What `npm run -s score` prints. */
export interface ScoreReport {
  readonly name: string;
  /** Of the cluster, 0–100; null without an online node. */
  readonly score: number | null;
  readonly nodes: Readonly<Record<string, NodeScore & { readonly score: number }>>;
  readonly warnings: readonly ScenarioIssue[];
  /** Scoring alone, without reading the scenario. */
  readonly elapsedMs: number;
}

/** @throws BadInput when the scenario or one of its settings cannot be used */
export function scoreScenario({ text, overrides }: ScenarioToScore): ScoreReport {
  const { scenario, warnings } = readScenario(text);
  checkSettings(scenario.settings, "settings");
  const settings = scoringSettingsFrom({ ...scenario.settings, ...overrides });
  const snapshot = snapshotFromScenario(scenario);
  const history = historyFromScenario(scenario, snapshot);

  const startedAt = performance.now();
  const cluster = scoreCluster({ snapshot, history, settings });
  const elapsedMs = performance.now() - startedAt;

  const nodes = Object.entries(cluster.nodes).map(([name, score]) => [
    name,
    { score: score.suitabilityPercent, ...score },
  ]);
  return {
    name: scenario.name,
    score: cluster.healthPercent,
    nodes: Object.fromEntries(nodes) as ScoreReport["nodes"],
    warnings: [...warnings, ...futurePoints(scenario, snapshot.readAtMs)],
    elapsedMs: Math.round(elapsedMs * 1_000) / 1_000,
  };
}

function readScenario(text: string) {
  try {
    return parseScenario(text);
  } catch (error) {
    if (error instanceof ScenarioError) throw new BadInput(error.issues);
    throw error;
  }
}

function futurePoints(scenario: Scenario, clockMs: number): readonly ScenarioIssue[] {
  return scenario.history.flatMap((point, index) =>
    historyPointAtMs(point, clockMs) > clockMs
      ? [{ path: `history[${index}].at`, message: "This is after the scenario's clock and is not used." }]
      : [],
  );
}
