import type { ClusterModel } from "../model/cluster-model";
import type { RuleConflict } from "../plan";
import { guestList } from "./broken-rules";
import { canBeKept } from "./can-be-kept";
import type { CompiledRule } from "./compiled-rules";
import { ruleKnots } from "./rule-knots";

/** Found in one knot of rules; who solves these sees the next. */
const MOST_CONFLICTS_A_KNOT = 5;

/**
 * The smallest sets of strict rules that cannot be kept together: without any one of a set the rest of it can. Rules count,
 * and nodes that are offline, left out, in maintenance or to be emptied; room on nodes does not.
 *
 * @returns in the order of the rules; empty when all strict rules can be kept
 */
export function findConflicts(model: ClusterModel): readonly RuleConflict[] {
  if (!model.nodes.some(({ canReceive }) => canReceive)) return [];
  const found = new Map<string, readonly CompiledRule[]>();
  for (const core of ruleKnots(model).flatMap((knot) => conflictsIn(model, knot))) {
    const key = core.map(({ rule }) => rule.id).join("\n");
    found.set(key, merged(found.get(key) ?? [], core));
  }
  return [...found.values()].map((core) => conflictOf(model, core));
}

/** The same rules may contradict each other over several guests. */
function merged(known: readonly CompiledRule[], core: readonly CompiledRule[]): readonly CompiledRule[] {
  return core.map((compiled, index) => ({
    ...compiled,
    guests: [...new Set([...(known[index]?.guests ?? []), ...compiled.guests])].sort((a, b) => a - b),
  }));
}

function conflictsIn(
  model: ClusterModel,
  knot: readonly CompiledRule[],
): readonly (readonly CompiledRule[])[] {
  const conflicts: (readonly CompiledRule[])[] = [];
  let left = knot;
  while (conflicts.length < MOST_CONFLICTS_A_KNOT && !canBeKept(model, left)) {
    const core = smallestConflict(model, left);
    conflicts.push(core);
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
    .filter(([, count]) => count > 1 || core.length === 1)
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
