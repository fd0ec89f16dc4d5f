import type { ClusterModel } from "../model/cluster-model";
import type { RuleConflict } from "../plan";
import { guestList } from "./broken-rules";
import { canBeKept, isReachable } from "./can-be-kept";
import type { CompiledRule } from "./compiled-rules";

/** Found in one knot of rules; who solves these sees the next. */
const MOST_CONFLICTS_A_KNOT = 5;

/**
 * The smallest sets of strict rules that cannot be kept together: without any one of a set the rest of it can. Rules count,
 * and nodes that are offline, left out, in maintenance or to be emptied; room on nodes does not.
 *
 * @returns in the order of the rules; empty when all strict rules can be kept
 */
export function findConflicts(model: ClusterModel): readonly RuleConflict[] {
  const strict = model.rules.rules.filter((compiled) => compiled.rule.strict && matters(model, compiled));
  return knotsOf(strict).flatMap((knot) => conflictsIn(model, knot));
}

function matters(model: ClusterModel, { rule, guests, allowed }: CompiledRule): boolean {
  const reachable = guests.filter((guest) => isReachable(model, guest)).length;
  if (rule.kind === "pin") return allowed !== null && reachable > 0;
  return rule.kind === "ignore" ? reachable > 0 : reachable > 1;
}

/** Rules that share guests, directly or through others. */
function knotsOf(rules: readonly CompiledRule[]): readonly (readonly CompiledRule[])[] {
  const knots: CompiledRule[][] = [];
  const ofGuest = new Map<number, CompiledRule[]>();
  for (const compiled of rules) {
    for (const guest of compiled.guests) {
      const others = ofGuest.get(guest);
      if (others) others.push(compiled);
      else ofGuest.set(guest, [compiled]);
    }
  }
  const order = new Map(rules.map((compiled, index) => [compiled, index]));
  const seen = new Set<CompiledRule>();
  for (const first of rules) {
    if (seen.has(first)) continue;
    seen.add(first);
    const knot = new Set([first]);
    for (const compiled of knot) {
      for (const other of compiled.guests.flatMap((guest) => ofGuest.get(guest) ?? [])) {
        seen.add(other);
        knot.add(other);
      }
    }
    knots.push([...knot].sort((one, other) => (order.get(one) ?? 0) - (order.get(other) ?? 0)));
  }
  return knots;
}

function conflictsIn(model: ClusterModel, knot: readonly CompiledRule[]): readonly RuleConflict[] {
  const conflicts: RuleConflict[] = [];
  let left = knot;
  while (conflicts.length < MOST_CONFLICTS_A_KNOT && !canBeKept(model, left)) {
    const core = smallestConflict(model, left);
    conflicts.push(conflictOf(model, core));
    const dropped = core.at(-1);
    left = left.filter((compiled) => compiled !== dropped);
  }
  return conflicts;
}

/** Leaves out ever smaller parts as long as the rest still cannot be kept, down to single rules. */
function smallestConflict(model: ClusterModel, rules: readonly CompiledRule[]): readonly CompiledRule[] {
  let core = rules;
  for (let size = Math.ceil(core.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = core.length - size; start > -size; start -= size) {
      const rest = core.filter((_, index) => index < start || index >= start + size);
      if (rest.length < core.length && rest.length > 0 && !canBeKept(model, rest)) core = rest;
    }
  }
  return core;
}

function conflictOf(model: ClusterModel, core: readonly CompiledRule[]): RuleConflict {
  const times = new Map<number, number>();
  for (const { guests } of core) for (const guest of guests) times.set(guest, (times.get(guest) ?? 0) + 1);
  const guests = [...times]
    .filter(([guest, count]) => isReachable(model, guest) && (count > 1 || core.length === 1))
    .map(([guest]) => model.guests[guest]?.guest.vmid ?? 0)
    .sort((a, b) => a - b);
  return { rules: core.map(({ rule }) => rule.id), guests, sentence: sentenceFor(model, core) };
}

function sentenceFor(model: ClusterModel, core: readonly CompiledRule[]): string {
  const closed = model.nodes.filter(({ canReceive }) => !canReceive).map(({ node }) => node.name);
  const [only] = core;
  if (core.length === 1 && only) {
    return only.rule.kind === "pin"
      ? `${described(model, only)}, and none of these nodes may hold guests now.`
      : `${described(model, only)}, but only ${nodeCount(model)} may hold guests.`;
  }
  const parts = core.map((compiled) => described(model, compiled)).join("; ");
  const without = closed.length > 0 ? ` while ${closed.join(", ")} may not take guests` : "";
  return `These rules cannot be kept together${without}: ${parts}.`;
}

function described(model: ClusterModel, { rule, guests }: CompiledRule): string {
  const vmids = guests.flatMap((guest) => model.guests[guest]?.guest.vmid ?? []);
  const who = guestList(vmids).replace("Guest", "guest");
  switch (rule.kind) {
    case "affinity":
      return `${rule.id} keeps ${who} together`;
    case "anti-affinity":
      return `${rule.id} keeps ${who} apart`;
    case "ignore":
      return `${rule.id} leaves ${who} where ${vmids.length === 1 ? "it is" : "they are"}`;
    default:
      return `${rule.id} allows ${who} only on ${rule.nodes.join(", ")}`;
  }
}

function nodeCount({ nodes }: ClusterModel): string {
  const count = nodes.filter(({ canReceive }) => canReceive).length;
  return count === 1 ? "1 node" : `${count} nodes`;
}
