import { isAtLeast } from "../../release";
import type { GuestState, NodeState } from "../state";
import type { World } from "../world";
import { blockingResources, nodeRuleOf, partnersOf } from "./ha-rules";

export interface BalancerState {
  /** Rounds in a row in which the cluster was out of balance. */
  rounds: number;
}

export function newBalancerState(): BalancerState {
  return { rounds: 0 };
}

interface Settings {
  readonly threshold: number;
  readonly hold: number;
  readonly margin: number;
}

interface Load {
  readonly node: NodeState;
  readonly cpu: number;
  readonly memory: number;
}

interface Candidate {
  readonly bundle: readonly GuestState[];
  readonly target: NodeState;
  readonly imbalance: number;
}

/**
 * PVE 9.2's own balancer: when the load has been uneven for some rounds, one service (with those that must
 * stay with it) moves to where that helps most; never while anything else is on its way.
 */
export function balance(world: World): void {
  const settings = settingsOf(world);
  if (!settings) {
    world.ha.balancer.rounds = 0;
    return;
  }
  const loads = nodeLoads(world);
  const before = imbalanceOf(loads);
  if (before <= settings.threshold) {
    world.ha.balancer.rounds = 0;
    return;
  }
  world.ha.balancer.rounds += 1;
  if (world.ha.balancer.rounds < settings.hold || world.ha.motions.size > 0) return;
  const best = bestCandidate(world, loads);
  if (!best || (before - best.imbalance) / before < settings.margin) return;
  world.ha.balancer.rounds = 0;
  for (const guest of best.bundle) {
    if (guest.node !== best.target.name) world.ha.move(guest, best.target.name, "migrate");
  }
}

function settingsOf(world: World): Settings | null {
  const crs = world.options.crs;
  if (!isAtLeast(world.profile, "9.2") || crs === null || typeof crs !== "object") return null;
  const options = crs as Readonly<Record<string, unknown>>;
  if (options.ha !== "dynamic" || Number(options["ha-auto-rebalance"] ?? 0) !== 1) return null;
  return {
    threshold: Number(options["ha-auto-rebalance-threshold"] ?? 30) / 100,
    hold: Number(options["ha-auto-rebalance-hold-duration"] ?? 3),
    margin: Number(options["ha-auto-rebalance-margin"] ?? 10) / 100,
  };
}

function nodeLoads(world: World): Load[] {
  return [...world.nodes.values()].flatMap((node) =>
    node.sample && node.online && !node.maintenance
      ? [{ node, cpu: node.sample.cpu, memory: node.sample.memory / node.spec.memory }]
      : [],
  );
}

/** 0 when all nodes are loaded alike, 1 when one has everything. */
export function imbalanceOf(loads: readonly Pick<Load, "cpu" | "memory">[]): number {
  if (loads.length < 2) return 0;
  const values = loads.map(({ cpu, memory }) => (cpu + memory) / 2);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (mean === 0) return 0;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return Math.sqrt(variance) / mean / Math.sqrt(values.length - 1);
}

function bestCandidate(world: World, loads: readonly Load[]): Candidate | null {
  let best: Candidate | null = null;
  for (const guest of world.ha.services()) {
    const bundle = [guest, ...partnersOf(world, guest, "positive")];
    if (!bundle.every(isMovable)) continue;
    for (const { node } of loads) {
      if (node.name === guest.node || !bundle.every((member) => mayGo(world, member, node))) continue;
      const imbalance = imbalanceOf(afterMove(loads, bundle, node));
      if (!best || imbalance < best.imbalance) best = { bundle, target: node, imbalance };
    }
  }
  return best;
}

function isMovable(guest: GuestState): boolean {
  return guest.ha?.state === "started" && guest.ha.autoRebalance && guest.power === "running" && !guest.lock;
}

function mayGo(world: World, guest: GuestState, node: NodeState): boolean {
  const rule = nodeRuleOf(world, guest);
  const named = !rule || rule.nodes.some(({ name }) => name === node.name);
  return named && blockingResources(world, guest, node.name).length === 0;
}

function afterMove(loads: readonly Load[], bundle: readonly GuestState[], target: NodeState): Load[] {
  return loads.map(({ node, cpu, memory }) => {
    const coming = node === target ? bundle.filter((guest) => guest.node !== target.name) : [];
    const going = node === target ? [] : bundle.filter((guest) => guest.node === node.name);
    const change = (figure: (guest: GuestState) => number): number =>
      sum(coming, figure) - sum(going, figure);
    return {
      node,
      cpu: Math.max(0, cpu + change(({ sample, cores }) => (sample?.cpu ?? 0) * cores) / node.spec.cores),
      memory: Math.max(0, memory + change(({ sample }) => sample?.memory ?? 0) / node.spec.memory),
    };
  });
}

function sum(guests: readonly GuestState[], figure: (guest: GuestState) => number): number {
  return guests.reduce((total, guest) => total + figure(guest), 0);
}
