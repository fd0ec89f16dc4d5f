import type { HaRule } from "@/lib/inventory/cluster-extras";
import type { Node, Snapshot } from "@/lib/inventory/snapshot";
import type { PlacementRuleKind } from "./placement-rule";
import type { FoundRules } from "./rules-from-tags";
import { resolveRule } from "./selected-rule";

const KINDS: Readonly<Record<HaRule["kind"], PlacementRuleKind>> = {
  "node-affinity": "pin",
  "keep-together": "affinity",
  "keep-apart": "anti-affinity",
};

/**
 * PVE's own HA rules. Rules that are disabled are no rules; those that PVE itself ignores are warned of.
 *
 * Of a node affinity only the online nodes of the highest priority are allowed: from anywhere else PVE brings the guest
 * back within seconds. A node in HA maintenance counts as not online, as it does for PVE.
 */
export function rulesFromHighAvailability(snapshot: Snapshot): FoundRules {
  const enabled = (snapshot.highAvailability?.rules ?? []).filter((rule) => rule.enabled);
  const kept = enabled.filter(({ error }) => error === null);
  return {
    rules: kept
      .map((rule) =>
        resolveRule(
          {
            id: `ha:${rule.id}`,
            kind: KINDS[rule.kind],
            origin: "high-availability",
            strict: rule.strict,
            vmids: rule.vmids,
            tags: [],
            pools: [],
            nodes: stableNodes(rule, snapshot.nodes),
          },
          snapshot.guests,
        ),
      )
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
    warnings: enabled
      .filter(({ error }) => error !== null)
      .map(({ id, error }) => ({
        path: `rules/ha:${id}`,
        message: `Proxmox VE ignores its HA rule ${id}, and so does planning: ${error}`,
      })),
  };
}

function stableNodes({ nodes }: HaRule, all: readonly Node[]): readonly string[] {
  const online = new Set(
    all
      .filter(({ status, haState }) => status === "online" && haState !== "maintenance")
      .map(({ name }) => name),
  );
  const usable = nodes.filter(({ name }) => online.has(name));
  const candidates = usable.length > 0 ? usable : nodes;
  const highest = Math.max(...candidates.map(({ priority }) => priority));
  return candidates.filter(({ priority }) => priority === highest).map(({ name }) => name);
}
