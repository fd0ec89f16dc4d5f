import type { PlacementRule } from "../rules/placement-rule";
import type { ClusterState } from "./cluster-state";

/**
 * How many guests each rule has in the wrong place, by its id; rules that hold are left out. Affinity: guests away from where
 * most of them are; anti-affinity: all but one on each node; pin: guests elsewhere. Guests that are not there do not count.
 */
export function brokenRules(state: ClusterState): ReadonlyMap<string, number> {
  const broken = new Map<string, number>();
  for (const rule of state.cluster.input.rules) {
    const misplaced = misplacedOf(rule, state);
    if (misplaced > 0) broken.set(rule.id, misplaced);
  }
  return broken;
}

/** How many guests a rule has in the wrong place; 0 for one that holds. */
export function misplacedOf(rule: PlacementRule, state: ClusterState): number {
  const guests = rule.vmids.filter((vmid) => state.nodeOf.has(vmid));
  if (rule.kind === "pin") {
    const allowed = allowedNodes(rule, state);
    return allowed === null ? 0 : guests.filter((vmid) => !allowed.has(state.nodeOf.get(vmid) ?? "")).length;
  }
  if (rule.kind === "ignore" || guests.length < 2) return 0;
  const counts = new Map<string, number>();
  for (const vmid of guests) {
    const place = placeOf(vmid, state);
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return rule.kind === "affinity"
    ? guests.length - Math.max(...counts.values())
    : guests.length - counts.size;
}

/** A node that is not there is a place of its own for each of its guests. */
function placeOf(vmid: number, { nodeOf, cluster }: ClusterState): string {
  const name = nodeOf.get(vmid) ?? "";
  return cluster.nodes.has(name) ? name : `${name} of ${vmid}`;
}

/** Nodes that a pin permits; null when it names none that is there and so says nothing. */
export function allowedNodes(rule: PlacementRule, { cluster }: ClusterState): ReadonlySet<string> | null {
  const known = rule.nodes.filter((name) => cluster.nodes.has(name));
  return known.length === 0 ? null : new Set(known);
}

/** Guests in the wrong place of strict rules, and of those that are not. */
export function brokenCounts(
  state: ClusterState,
  broken = brokenRules(state),
): { readonly strict: number; readonly loose: number } {
  let strict = 0;
  let loose = 0;
  for (const rule of state.cluster.input.rules) {
    if (rule.strict) strict += broken.get(rule.id) ?? 0;
    else loose += broken.get(rule.id) ?? 0;
  }
  return { strict, loose };
}
