import type { GuestState, NodeState } from "../state";
import type { World } from "../world";
import { nodeRuleOf, partnersOf } from "./ha-rules";
import { loadsWith, nodeLoads, schedulerOf } from "./node-loads";
import { CLUSTER_WEIGHTS, clusterCriteria, topsisScores } from "./topsis";

/** The node where HA wants a service: where it is, as long as no rule, outage or maintenance is against it. */
export function placeService(world: World, guest: GuestState): NodeState | null {
  const candidates = candidatesFor(world, guest);
  const current = candidates.find((node) => node.name === guest.node);
  if (current) return current;
  return preferredOf(world, guest, candidates);
}

/** The one of these nodes that HA's scheduler takes for a service that is to start. */
export function preferredOf(
  world: World,
  guest: GuestState,
  candidates: readonly NodeState[],
): NodeState | null {
  if (schedulerOf(world) === "basic") {
    return candidates.toSorted((a, b) => load(world, a) - load(world, b) || a.nodeId - b.nodeId)[0] ?? null;
  }
  const nodes = candidates.toSorted((a, b) => a.nodeId - b.nodeId);
  const loads = nodeLoads(world);
  const scores = topsisScores(
    nodes.map((node) => clusterCriteria(loadsWith(loads, guest, node))),
    CLUSTER_WEIGHTS,
  );
  const best = scores.indexOf(Math.max(...scores));
  return nodes[best] ?? null;
}

/**
 * Nodes that serve equally well, as far as rules go.
 *
 * @param reach `anywhere` also tells of nodes that a service would not leave its own for
 */
export function candidatesFor(
  world: World,
  guest: GuestState,
  reach: "as it stands" | "anywhere" = "as it stands",
): NodeState[] {
  const online = [...world.nodes.values()].filter(
    (node) => node.online && node.seenOnline && !node.maintenance,
  );
  const allowed = byNodeRule(world, guest, online, reach);
  const apart = partnersOf(world, guest, "negative").map((other) => other.node);
  const free = allowed.filter((node) => !apart.includes(node.name));
  if (reach === "anywhere") return free;
  const together = partnersOf(world, guest, "positive").filter((other) => other.power !== "stopped");
  const home = mostCommon(together.map((other) => other.node));
  const withPartners = free.filter((node) => node.name === home);
  return withPartners.length > 0 ? withPartners : free;
}

function byNodeRule(
  world: World,
  guest: GuestState,
  nodes: readonly NodeState[],
  reach: "as it stands" | "anywhere",
): NodeState[] {
  const rule = nodeRuleOf(world, guest);
  if (!rule) return [...nodes];
  const named = rule.nodes.flatMap(({ name, priority }) => {
    const node = nodes.find((candidate) => candidate.name === name);
    return node ? [{ node, priority }] : [];
  });
  if (named.length === 0) return rule.strict ? [] : [...nodes];
  const staysPut = reach === "as it stands" && (rule.noFailback || guest.ha?.failback === false);
  if (staysPut && named.some(({ node }) => node.name === guest.node)) {
    return named.map(({ node }) => node).filter((node) => node.name === guest.node);
  }
  const highest = Math.max(...named.map(({ priority }) => priority));
  return named.filter(({ priority }) => priority === highest).map(({ node }) => node);
}

/** HA's basic scheduler counts services. */
function load(world: World, node: NodeState): number {
  return world.ha.services().filter((guest) => guest.node === node.name).length;
}

function mostCommon(names: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].toSorted(([a, m], [b, n]) => n - m || a.localeCompare(b))[0]?.[0];
}
