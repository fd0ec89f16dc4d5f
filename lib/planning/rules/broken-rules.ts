import type { ClusterModel } from "../model/cluster-model";
import type { RuleViolation } from "../plan";
import type { CompiledRule } from "./compiled-rules";

/**
 * Every rule that guests break where they are, in the order of the rules, with the guests and nodes concerned.
 *
 * @param nodeOf by guest: index of its node, -1 for a node that is not there
 */
export function brokenRules(model: ClusterModel, nodeOf: Int32Array): readonly RuleViolation[] {
  return model.rules.rules.flatMap((compiled) => {
    const guests = misplacedGuests(compiled, nodeOf);
    return guests.length === 0 ? [] : [violation(model, compiled, guests, nodeOf)];
  });
}

/**
 * Guests that one rule would have elsewhere: those outside a pin; all of an affinity that is apart; those of an anti-affinity
 * that share a node.
 */
export function misplacedGuests(
  { rule, guests, allowed }: CompiledRule,
  nodeOf: Int32Array,
): readonly number[] {
  if (rule.kind === "pin") {
    return allowed ? guests.filter((guest) => allowed[nodeOf[guest] ?? -1] !== 1) : [];
  }
  if (rule.kind === "affinity") {
    return new Set(guests.map((guest) => nodeOf[guest])).size > 1 ? guests : [];
  }
  if (rule.kind !== "anti-affinity") return [];
  const counts = new Map<number, number>();
  for (const guest of guests) {
    const node = nodeOf[guest] ?? -1;
    if (node >= 0) counts.set(node, (counts.get(node) ?? 0) + 1);
  }
  return guests.filter((guest) => (counts.get(nodeOf[guest] ?? -1) ?? 0) > 1);
}

function violation(
  model: ClusterModel,
  { rule }: CompiledRule,
  guests: readonly number[],
  nodeOf: Int32Array,
): RuleViolation {
  const vmids = guests.flatMap((guest) => model.guests[guest]?.guest.vmid ?? []);
  const nodes = [
    ...new Set(guests.flatMap((guest) => model.nodes[nodeOf[guest] ?? -1]?.node.name ?? [])),
  ].sort();
  return {
    rule: rule.id,
    kind: rule.kind,
    strict: rule.strict,
    guests: vmids,
    nodes,
    sentence: `${guestList(vmids)} ${verb(rule.kind, vmids.length, rule.nodes)} (${rule.id}), but ${vmids.length === 1 ? "is" : "are"} on ${nodes.join(", ") || "nodes that are not there"}.`,
  };
}

function verb(kind: string, count: number, nodes: readonly string[]): string {
  if (kind === "affinity") return "must stay together";
  if (kind === "anti-affinity") return "must be kept apart";
  return `${count === 1 ? "belongs" : "belong"} on ${nodes.join(", ")}`;
}

/** `Guest 100`, `Guests 100, 101 and 3 more`. */
export function guestList(vmids: readonly number[]): string {
  const shown = vmids.slice(0, 5).join(", ");
  const more = vmids.length > 5 ? ` and ${vmids.length - 5} more` : "";
  return `${vmids.length === 1 ? "Guest" : "Guests"} ${shown}${more}`;
}
