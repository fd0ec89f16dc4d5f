import { isAtLeast } from "../../release";
import type { GuestState, NodeState } from "../state";
import type { World } from "../world";
import { partnersOf, serviceId } from "./ha-rules";
import { loadsAfter, type NodeLoad, nodeLoads, schedulerOf } from "./node-loads";
import { candidatesFor } from "./place-service";
import { CLUSTER_WEIGHTS, clusterCriteria, topsisScores } from "./topsis";

export interface BalancerState {
  /** Rounds in a row in which the cluster was out of balance. */
  rounds: number;
}

export function newBalancerState(): BalancerState {
  return { rounds: 0 };
}

interface Settings {
  readonly method: "bruteforce" | "topsis";
  readonly threshold: number;
  readonly hold: number;
  readonly margin: number;
}

interface Candidate {
  readonly bundle: readonly GuestState[];
  readonly target: NodeState;
  readonly loads: readonly NodeLoad[];
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
  const best = choose(candidates(world, loads), settings.method);
  if (!best || (before - best.imbalance) / before < settings.margin) return;
  world.ha.balancer.rounds = 0;
  for (const guest of best.bundle) {
    const kind = guest.type === "qemu" ? "migrate" : "relocate";
    if (guest.node !== best.target.name) world.ha.move(guest, best.target.name, kind);
  }
}

function settingsOf(world: World): Settings | null {
  const options = world.options.crs;
  if (!isAtLeast(world.oldestProfile, "9.2") || options === null || typeof options !== "object") return null;
  const crs = options as Readonly<Record<string, unknown>>;
  if (schedulerOf(world) === "basic" || Number(crs["ha-auto-rebalance"] ?? 0) !== 1) return null;
  return {
    method: crs["ha-auto-rebalance-method"] === "topsis" ? "topsis" : "bruteforce",
    threshold: Number(crs["ha-auto-rebalance-threshold"] ?? 30) / 100,
    hold: Number(crs["ha-auto-rebalance-hold-duration"] ?? 3),
    margin: Number(crs["ha-auto-rebalance-margin"] ?? 10) / 100,
  };
}

/** 0 when all nodes are loaded alike, 1 when one has everything. */
export function imbalanceOf(loads: readonly Pick<NodeLoad, "cpu" | "memory">[]): number {
  if (loads.length < 2) return 0;
  const values = loads.map(({ cpu, memory }) => (cpu + memory) / 2);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (mean === 0) return 0;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return Math.sqrt(variance) / mean / Math.sqrt(values.length - 1);
}

/** Every move that is allowed, in the order in which PVE prefers equal ones: service, source, target. */
function candidates(world: World, loads: readonly NodeLoad[]): Candidate[] {
  const services = world.ha.services().toSorted((a, b) => byName(serviceId(a), serviceId(b)));
  const targets = loads.toSorted((a, b) => byName(a.node.name, b.node.name));
  return services.flatMap((guest) => {
    const partners = partnersOf(world, guest, "positive");
    // Those that stay together are one unit, led by the first of them.
    if (partners.some((partner) => byName(serviceId(partner), serviceId(guest)) < 0)) return [];
    const bundle = [guest, ...partners];
    if (!bundle.every(isMovable)) return [];
    return targets
      .map(({ node }) => node)
      .filter((node) => node.name !== guest.node && bundle.every((member) => mayGo(world, member, node)))
      .map((target) => {
        const after = loadsAfter(world, loads, bundle, target);
        return { bundle, target, loads: after, imbalance: imbalanceOf(after) };
      });
  });
}

function choose(all: readonly Candidate[], method: Settings["method"]): Candidate | null {
  const scores =
    method === "topsis"
      ? topsisScores(
          all.map(({ loads }) => clusterCriteria(loads)),
          CLUSTER_WEIGHTS,
        )
      : all.map(({ imbalance }) => -imbalance);
  let best: number | null = null;
  for (const [index, score] of scores.entries()) {
    if (best === null || score > (scores[best] ?? score)) best = index;
  }
  return best === null ? null : (all[best] ?? null);
}

function byName(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function isMovable(guest: GuestState): boolean {
  return guest.ha?.state === "started" && guest.ha.autoRebalance && guest.power === "running" && !guest.lock;
}

/** As rules have it: only nodes of the highest priority that is there, and none with an enemy. */
function mayGo(world: World, guest: GuestState, node: NodeState): boolean {
  return candidatesFor(world, guest, "anywhere").includes(node);
}
