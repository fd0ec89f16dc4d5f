import type { Guest } from "@/lib/inventory/snapshot";
import type { PlacementRule, PlacementRuleKind, PlacementRuleOrigin } from "./placement-rule";

/** A rule whose guests are still named in one of three ways; each way adds to the others. */
export interface SelectedRule {
  readonly id: string;
  readonly kind: PlacementRuleKind;
  readonly origin: PlacementRuleOrigin;
  readonly strict: boolean;
  readonly vmids: readonly number[];
  readonly tags: readonly string[];
  readonly pools: readonly string[];
  readonly nodes: readonly string[];
}

/**
 * The rule with its guests found: those named, those with one of the tags (however written) and those in one of the pools.
 * Guests that are not there are left out, and so are templates, which run nowhere.
 */
export function resolveRule(rule: SelectedRule, guests: readonly Guest[]): PlacementRule {
  const named = new Set(rule.vmids);
  const tags = new Set(rule.tags.map((tag) => tag.toLowerCase()));
  const pools = new Set(rule.pools);
  const vmids = guests
    .filter((guest) => !guest.template)
    .filter(
      ({ vmid, tags: own, pool }) =>
        named.has(vmid) || own.some((tag) => tags.has(tag)) || (pool !== null && pools.has(pool)),
    )
    .map(({ vmid }) => vmid)
    .sort((a, b) => a - b);
  const { id, kind, origin, strict } = rule;
  return { id, kind, origin, strict, vmids, nodes: kind === "pin" ? [...new Set(rule.nodes)].sort() : [] };
}
