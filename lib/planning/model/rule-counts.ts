import type { CompiledRule, CompiledRules } from "../rules/compiled-rules";

/** How many guests of each rule are on each node, kept up to date so that a rule's state is known without looking at its guests. */
export class RuleCounts {
  /** By rule and node. */
  private readonly counts: Int32Array;

  constructor(
    private readonly compiled: CompiledRules,
    private readonly nodeCount: number,
    nodeOf: Int32Array,
  ) {
    this.counts = new Int32Array(compiled.rules.length * nodeCount);
    for (const [guest, node] of nodeOf.entries()) if (node >= 0) this.change(guest, node, 1);
  }

  /** Notes that a guest arrived at a node (1) or left it (-1). */
  change(guest: number, node: number, by: 1 | -1): void {
    for (const rule of this.compiled.ofGuest[guest] ?? []) {
      const place = rule * this.nodeCount + node;
      this.counts[place] = (this.counts[place] ?? 0) + by;
    }
  }

  on(rule: number, node: number): number {
    return node < 0 ? 0 : (this.counts[rule * this.nodeCount + node] ?? 0);
  }

  /**
   * Guests that stand in the wrong place as far as one rule goes: those outside a pin, those away from where most of an
   * affinity's guests are, those that share a node with another guest of an anti-affinity (all but one on each node).
   */
  misplaced(index: number, nodeOf: Int32Array): number {
    const compiled = this.compiled.rules[index];
    if (!compiled) return 0;
    const { rule, guests, allowed } = compiled;
    if (rule.kind === "pin") {
      return allowed ? guests.filter((guest) => !allows(allowed, nodeOf[guest])).length : 0;
    }
    if (rule.kind === "affinity") return guests.length - this.together(index, guests, nodeOf);
    if (rule.kind === "anti-affinity") {
      return guests.length - new Set(guests.map((guest) => placeOf(guest, nodeOf))).size;
    }
    return 0;
  }

  /** How many guests more than now would stand in the wrong place of a rule with one of its guests elsewhere. */
  delta(index: number, guest: number, target: number, nodeOf: Int32Array): number {
    const compiled = this.compiled.rules[index];
    const from = nodeOf[guest] ?? -1;
    if (!compiled || from === target) return 0;
    const { rule, guests, allowed } = compiled;
    if (rule.kind === "pin") {
      return allowed ? Number(allows(allowed, from)) - Number(allows(allowed, target)) : 0;
    }
    if (rule.kind === "anti-affinity") {
      return Number(this.on(index, target) > 0) - Number(this.on(index, from) > 1);
    }
    if (rule.kind !== "affinity") return 0;
    const elsewhere = this.mostWithout(guests, guest, index, nodeOf);
    const before = Math.max(elsewhere, this.on(index, from), 1);
    const after = Math.max(elsewhere, this.on(index, from) - 1, this.on(index, target) + 1);
    return before - after;
  }

  private together(index: number, guests: CompiledRule["guests"], nodeOf: Int32Array): number {
    let most = Math.min(1, guests.length);
    for (const guest of guests) most = Math.max(most, this.on(index, nodeOf[guest] ?? -1));
    return most;
  }

  /** Most guests of a rule on any node but the guest's own. */
  private mostWithout(
    guests: CompiledRule["guests"],
    guest: number,
    index: number,
    nodeOf: Int32Array,
  ): number {
    const from = nodeOf[guest];
    let most = 0;
    for (const other of guests) {
      const node = nodeOf[other] ?? -1;
      if (node !== from) most = Math.max(most, this.on(index, node));
    }
    return most;
  }
}

function allows(allowed: Uint8Array, node: number | undefined): boolean {
  return node !== undefined && node >= 0 && allowed[node] === 1;
}

/** Guests on nodes that are not there are each in a place of their own. */
function placeOf(guest: number, nodeOf: Int32Array): number {
  const node = nodeOf[guest] ?? -1;
  return node >= 0 ? node : -1 - guest;
}
