import "server-only";
import type { EffectiveRules } from "@/lib/api/rules";
import { clusterModelOf } from "@/lib/planning/cluster-under-way";
import { brokenRules } from "@/lib/planning/rules/broken-rules";
import { findConflicts } from "@/lib/planning/rules/find-conflicts";
import { readReadyPlanningInput } from "@/lib/server/recommendations/keep-planning-ready";

/**
 * Every rule that planning heeds now: made on the page, from tags and of PVE's HA, with what is broken and what cannot be kept.
 *
 * @throws AppError not_found before the cluster's first reading
 */
export async function readEffectiveRules(clusterId: string): Promise<EffectiveRules> {
  const input = await readReadyPlanningInput(clusterId);
  const model = clusterModelOf(input);
  return {
    readAtMs: input.snapshot.readAtMs,
    rules: input.rules.map((rule) => ({ ...rule, vmids: [...rule.vmids], nodes: [...rule.nodes] })),
    violations: brokenRules(model, model.startNode).map(({ rule, strict, sentence }) => ({
      rule,
      strict,
      sentence,
    })),
    conflicts: findConflicts(model).map(({ rules, sentence }) => ({ rules: [...rules], sentence })),
    warnings: (input.warnings ?? []).map(({ path, message }) => ({ path, message })),
  };
}
