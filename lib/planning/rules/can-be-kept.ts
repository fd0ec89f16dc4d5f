import type { ClusterModel } from "../model/cluster-model";
import type { CompiledRule } from "./compiled-rules";
import { canBeApart } from "./distinct-nodes";

/**
 * Whether strict rules can be kept together on the nodes that may hold guests now, whatever room they have.
 *
 * Guests on nodes that are not online cannot be moved by any rule and are not looked at. A guest that is to be left alone stays
 * where it is; every other may be on any node that takes guests, and on its own unless that is to be emptied.
 */
export function canBeKept(model: ClusterModel, rules: readonly CompiledRule[]): boolean {
  const unitOf = unitsOf(model, rules);
  const members = new Map<number, number[]>();
  for (const [guest, unit] of unitOf) members.set(unit, [...(members.get(unit) ?? []), guest]);
  const units = [...members.keys()].sort((a, b) => a - b);
  const place = new Map(units.map((unit, index) => [unit, index]));
  const { allowed, kept } = restrictions(model, rules);

  return canBeApart({
    permitted: units.map((unit) => permittedNodes(model, members.get(unit) ?? [], { allowed, kept })),
    apart: rules
      .filter(({ rule }) => rule.kind === "anti-affinity")
      .map(({ guests }) => guests.flatMap((guest) => place.get(unitOf.get(guest) ?? -1) ?? [])),
  });
}

/** Whether a rule can move a guest at all. */
export function isReachable(model: ClusterModel, guest: number): boolean {
  return model.nodes[model.startNode[guest] ?? -1]?.node.status === "online";
}

/** Guests joined by affinity are one unit, named by its lowest guest. */
function unitsOf(model: ClusterModel, rules: readonly CompiledRule[]): ReadonlyMap<number, number> {
  const reachable = (guests: readonly number[]) => guests.filter((guest) => isReachable(model, guest));
  const unitOf = new Map(
    rules.flatMap(({ guests }) => reachable(guests).map((guest) => [guest, guest] as const)),
  );
  for (const { rule, guests } of rules) {
    const [first, ...others] = rule.kind === "affinity" ? reachable(guests) : [];
    for (const other of others) join(unitOf, first ?? other, other);
  }
  return new Map([...unitOf.keys()].map((guest) => [guest, rootOf(unitOf, guest)]));
}

function join(unitOf: Map<number, number>, one: number, other: number): void {
  const [low, high] = [rootOf(unitOf, one), rootOf(unitOf, other)].sort((a, b) => a - b);
  if (low !== undefined && high !== undefined) unitOf.set(high, low);
}

function rootOf(unitOf: ReadonlyMap<number, number>, guest: number): number {
  let root = guest;
  for (let next = unitOf.get(root) ?? root; next !== root; next = unitOf.get(root) ?? root) root = next;
  return root;
}

interface Restrictions {
  readonly allowed: ReadonlyMap<number, readonly Uint8Array[]>;
  readonly kept: ReadonlySet<number>;
}

function restrictions(model: ClusterModel, rules: readonly CompiledRule[]): Restrictions {
  const allowed = new Map<number, Uint8Array[]>();
  const kept = new Set<number>();
  for (const compiled of rules) {
    for (const guest of compiled.guests) {
      if (!isReachable(model, guest)) continue;
      if (compiled.rule.kind === "ignore") kept.add(guest);
      if (compiled.allowed) allowed.set(guest, [...(allowed.get(guest) ?? []), compiled.allowed]);
    }
  }
  return { allowed, kept };
}

function permittedNodes(
  model: ClusterModel,
  guests: readonly number[],
  { allowed, kept }: Restrictions,
): readonly number[] {
  const homes = guests.map((guest) => model.startNode[guest] ?? -1);
  const fits = (node: number) =>
    guests.every((guest, index) => {
      if ((allowed.get(guest) ?? []).some((one) => one[node] !== 1)) return false;
      return kept.has(guest) ? homes[index] === node : isOpen(model, node, homes[index]);
    });
  const permitted = model.nodes.map(({ index }) => index).filter(fits);
  const home = homes[0] ?? -1;
  return permitted.includes(home) ? [home, ...permitted.filter((node) => node !== home)] : permitted;
}

/** Whether a guest may be on a node when no rule speaks against it. */
function isOpen(model: ClusterModel, node: number, home: number | undefined): boolean {
  const { canReceive = false, evacuating = true } = model.nodes[node] ?? {};
  return canReceive || (node === home && !evacuating);
}
