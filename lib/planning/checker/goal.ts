import { brokenCounts, brokenRules } from "./broken-rules";
import type { CheckedCluster, CheckedNode } from "./checked-cluster";
import { isAbove } from "./checked-plan";
import { type ClusterState, carriedBy } from "./cluster-state";
import { balancedNodes, comparedShares, loadOf } from "./node-load";
import { NO_USE, type Use } from "./use";

/** The five points of the goal, in the order in which they count. */
export interface Goal {
  readonly brokenStrict: number;
  readonly brokenLoose: number;
  /** Sum over nodes of memory above all less the reserve, and of allocated CPU above the overcommit, as shares of those. */
  readonly excess: number;
  readonly guestsToEvacuate: number;
  /** Loads of all nodes that may hold guests, highest first: a step may not raise the first in which it changes anything. */
  readonly loads: readonly number[];
  /** Root mean square distance of the nodes' shares from the cluster's, IO wait left out. */
  readonly distance: number;
}

/**
 * The goal as it stands at one moment.
 *
 * @param rules what `brokenRules` says of it
 */
export function goalOf(state: ClusterState, rules = brokenRules(state)): Goal {
  const broken = brokenCounts(state, rules);
  const nodes = balancedNodes(state);
  return {
    brokenStrict: broken.strict,
    brokenLoose: broken.loose,
    excess: excessOf(state),
    guestsToEvacuate: guestsToEvacuate(state).length,
    loads: nodes.map((node) => loadOf(state, node).load).sort((one, other) => other - one),
    distance: distanceOf(state),
  };
}

/** Guests that are still on nodes to be emptied; templates run nowhere and may stay, and so may what is left there on purpose. */
export function guestsToEvacuate({ cluster, guestsOn }: ClusterState): readonly number[] {
  return [...cluster.nodes.values()]
    .filter(({ evacuating }) => evacuating)
    .flatMap(({ name }) => [...(guestsOn.get(name) ?? [])])
    .filter((vmid) => cluster.guests.get(vmid)?.guest.template === false && !mayStay(cluster, vmid));
}

export function mayStay({ input }: CheckedCluster, vmid: number): boolean {
  return input.guestPolicies.get(vmid)?.leftOnPurpose ?? false;
}

/** By how much nodes hold more than they have. */
export function excessOf(state: ClusterState): number {
  let sum = 0;
  for (const node of state.cluster.nodes.values()) sum += excessOn(state, node);
  return sum;
}

/** By how much one node holds more than it has, or would if something left it. */
export function excessOn(state: ClusterState, node: CheckedNode, less: Use = NO_USE): number {
  const use = carriedBy(state, node.name) ?? node.own;
  const memory = node.memoryBytes - node.reserveBytes;
  const cpu = node.threads * state.cluster.input.settings["planning.cpuOvercommit"];
  return above(use.memoryBytes - less.memoryBytes, memory) + above(use.cpuAllocated - less.cpuAllocated, cpu);
}

function above(value: number, limit: number): number {
  return limit > 0 && isAbove(value, limit) ? value / limit - 1 : 0;
}

function distanceOf(state: ClusterState): number {
  const shares = balancedNodes(state).map((node) => comparedShares(state, node));
  const squares = (["cpu", "memory", "disk"] as const).flatMap((resource) => {
    const own = shares.flatMap((all) => all.filter((one) => one.resource === resource));
    const capacity = own.reduce((sum, one) => sum + one.capacity, 0);
    const cluster = capacity > 0 ? own.reduce((sum, one) => sum + one.share * one.capacity, 0) / capacity : 0;
    return own.map(({ share }) => (share - cluster) ** 2);
  });
  return Math.sqrt(squares.reduce((sum, value) => sum + value, 0) / Math.max(1, squares.length));
}

/**
 * What got worse from one moment to the next; empty when nothing did. A point counts only where all before it are equal.
 *
 * @param forced the step repairs a rule or a full node, or empties a node: it may break rules that are not strict, and cost balance
 */
export function worsened(before: Goal, after: Goal, forced: boolean): string | null {
  const points: readonly (readonly [string, number, number])[] = [
    ["strict rules broken", before.brokenStrict, after.brokenStrict],
    ...(forced ? [] : [["other rules broken", before.brokenLoose, after.brokenLoose] as const]),
    ["capacity exceeded", before.excess, after.excess],
    ["guests left on nodes to be emptied", before.guestsToEvacuate, after.guestsToEvacuate],
    ...(forced ? [] : balancePoints(before, after)),
  ];
  for (const [name, was, is] of points) {
    if (isAbove(is, was)) return `${name}: ${was} becomes ${is}`;
    if (isAbove(was, is)) return null;
  }
  return null;
}

function balancePoints(before: Goal, after: Goal): readonly (readonly [string, number, number])[] {
  const loads = before.loads.map(
    (load, rank) => [`load of node number ${rank + 1}`, load, after.loads[rank] ?? 0] as const,
  );
  return [...loads, ["imbalance", before.distance, after.distance]];
}
