import type { Snapshot } from "@/lib/inventory/snapshot";
import type { PlanWarning } from "../plan";
import type { PlacementRule } from "./placement-rule";
import { rulesFromHighAvailability } from "./rules-from-high-availability";
import { type FoundRules, rulesFromTags } from "./rules-from-tags";
import { resolveRule, type SelectedRule } from "./selected-rule";

/**
 * Every rule of a cluster: those given (from the page or a scenario), then those from tags, then PVE's own HA rules; each
 * kind by id. What names nobody, or only one guest where two are needed, is kept out of nothing but warned of.
 */
export function gatherRules(snapshot: Snapshot, given: readonly SelectedRule[]): FoundRules {
  const names = new Set(snapshot.nodes.map(({ name }) => name));
  const chosen = given
    .map((rule) => resolveRule(rule, snapshot.guests))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const tags = rulesFromTags(snapshot);
  const highAvailability = rulesFromHighAvailability(snapshot);
  const rules = [...chosen, ...tags.rules, ...highAvailability.rules];
  return {
    rules: rules.map((rule) => withKnownNodes(rule, names)).filter((rule) => rule !== null),
    warnings: [
      ...tags.warnings,
      ...highAvailability.warnings,
      ...rules.flatMap((rule) => warningsOf(rule, names)),
    ],
  };
}

/** A pin to nowhere in this cluster says nothing. */
function withKnownNodes(rule: PlacementRule, names: ReadonlySet<string>): PlacementRule | null {
  if (rule.kind !== "pin") return rule;
  const nodes = rule.nodes.filter((name) => names.has(name));
  return nodes.length === 0 ? null : { ...rule, nodes };
}

function warningsOf(rule: PlacementRule, names: ReadonlySet<string>): readonly PlanWarning[] {
  const path = `rules/${rule.id}`;
  const sentences: string[] = [];
  const needsTwo = rule.kind === "affinity" || rule.kind === "anti-affinity";
  if (rule.vmids.length === 0) sentences.push(`The rule ${rule.id} names no guest that is there.`);
  else if (needsTwo && rule.vmids.length === 1) {
    sentences.push(`The rule ${rule.id} is about guest ${rule.vmids[0]} alone; it takes two to matter.`);
  }
  const unknown = rule.nodes.filter((name) => !names.has(name));
  if (rule.kind === "pin" && unknown.length === rule.nodes.length) {
    sentences.push(`The rule ${rule.id} names no node that the cluster has; it is not heeded.`);
  } else if (unknown.length > 0) {
    sentences.push(`The rule ${rule.id} names nodes that the cluster does not have: ${unknown.join(", ")}.`);
  }
  return sentences.map((message) => ({ path, message }));
}
