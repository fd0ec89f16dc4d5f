import type { ScenarioIssue } from "@/lib/inventory/scenario/scenario-error";
import { snapshotFromScenario } from "@/lib/inventory/scenario/snapshot-from-scenario";
import { historyFromScenario } from "@/lib/scoring/history-from-scenario";
import type { NodeScore } from "@/lib/scoring/node-score";
import { scoreCluster } from "@/lib/scoring/score-cluster";
import { scoringSettingsFrom } from "@/lib/scoring/scoring-settings";
import { readScenario } from "./read-scenario";
import type { CommandInput } from "./run-command";

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
export function scoreScenario({ text, overrides }: CommandInput): ScoreReport {
  const { scenario, warnings } = readScenario(text);
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
    warnings,
    elapsedMs: Math.round(elapsedMs * 1_000) / 1_000,
  };
}
