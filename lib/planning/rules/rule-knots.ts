import type { ClusterModel } from "../model/cluster-model";
import { isReachable } from "./can-be-kept";
import type { CompiledRule } from "./compiled-rules";

/**
 * Strict rules that could contradict each other, with their guests narrowed down to those that are joined by affinity or
 * anti-affinity, directly or through others. Pins and ignores join nobody: they are part of every knot that one of their guests is
 * in. Knots that can be kept on any open node, such as a group that is only kept together, are left out.
 */
export function ruleKnots(model: ClusterModel): readonly (readonly CompiledRule[])[] {
  const seen = new Uint8Array(model.guests.length);
  return [...model.guests.keys()].flatMap((first) => {
    if (seen[first] === 1 || !isRuled(model, first)) return [];
    const { guests, indices } = knotFrom(model, first);
    for (const guest of guests) seen[guest] = 1;
    const knot = [...indices].sort((a, b) => a - b).flatMap((index) => narrowed(model.rules, index, guests));
    return knot.some(({ rule }) => rule.kind !== "affinity") ? [knot] : [];
  });
}

function isRuled(model: ClusterModel, guest: number): boolean {
  return (model.rules.ofGuest[guest] ?? []).length > 0 && isReachable(model, guest);
}

interface Knot {
  readonly guests: ReadonlySet<number>;
  readonly indices: ReadonlySet<number>;
}

/** Guests found are looked at in turn: a set may grow while it is gone through. */
function knotFrom(model: ClusterModel, first: number): Knot {
  const { rules, ofGuest } = model.rules;
  const guests = new Set([first]);
  const indices = new Set<number>();
  for (const guest of guests) {
    const more = (ofGuest[guest] ?? []).filter((index) => !indices.has(index) && matters(rules[index]));
    for (const index of more) {
      indices.add(index);
      for (const other of joinedBy(rules[index])) if (isReachable(model, other)) guests.add(other);
    }
  }
  return { guests, indices };
}

function matters(compiled: CompiledRule | undefined): boolean {
  return compiled?.rule.strict === true && (compiled.rule.kind !== "pin" || compiled.allowed !== null);
}

function joinedBy(compiled: CompiledRule | undefined): readonly number[] {
  const kind = compiled?.rule.kind;
  return kind === "affinity" || kind === "anti-affinity" ? (compiled?.guests ?? []) : [];
}

function narrowed(
  { rules, ofGuest }: ClusterModel["rules"],
  index: number,
  guests: ReadonlySet<number>,
): readonly CompiledRule[] {
  const compiled = rules[index];
  if (!compiled) return [];
  const own = [...guests].filter((guest) => ofGuest[guest]?.includes(index)).sort((a, b) => a - b);
  return [{ ...compiled, guests: own }];
}
