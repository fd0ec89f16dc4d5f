import type { CompiledRule, CompiledRules } from "./compiled-rules";
import type { PlacementRule } from "./placement-rule";

/** What a model knows of guests and nodes when its rules are compiled. */
export interface RuleSubjects {
  readonly guestIndex: ReadonlyMap<number, number>;
  readonly nodeIndex: ReadonlyMap<string, number>;
}

/**
 * Turns rules about VMIDs and names into rules about indices.
 *
 * Guests and nodes that the model does not know are left out. A pin of which no node is known allows every node: it says
 * nothing about this cluster. Rules keep their order.
 */
export function compileRules(rules: readonly PlacementRule[], subjects: RuleSubjects): CompiledRules {
  const { guestIndex } = subjects;
  const ofGuest: number[][] = Array.from({ length: guestIndex.size }, () => []);
  const ignored = new Uint8Array(guestIndex.size);
  const compiled = rules.map((rule, index): CompiledRule => {
    const guests = rule.vmids.flatMap((vmid) => guestIndex.get(vmid) ?? []).sort((a, b) => a - b);
    for (const guest of guests) {
      ofGuest[guest]?.push(index);
      if (rule.kind === "ignore") ignored[guest] = 1;
    }
    return { rule, guests, allowed: allowedNodes(rule, subjects.nodeIndex) };
  });
  return { rules: compiled, ofGuest, ignored, ...groupsOf(compiled, guestIndex.size) };
}

function allowedNodes(rule: PlacementRule, nodeIndex: ReadonlyMap<string, number>): Uint8Array | null {
  if (rule.kind !== "pin") return null;
  const known = rule.nodes.flatMap((name) => nodeIndex.get(name) ?? []);
  if (known.length === 0) return null;
  const allowed = new Uint8Array(nodeIndex.size);
  for (const node of known) allowed[node] = 1;
  return allowed;
}

function groupsOf(
  rules: readonly CompiledRule[],
  guestCount: number,
): Pick<CompiledRules, "groups" | "groupOf"> {
  const parent = Int32Array.from({ length: guestCount }, (_, guest) => guest);
  const together = rules.filter(
    ({ rule, guests }) => rule.kind === "affinity" && rule.strict && guests.length > 1,
  );
  for (const { guests } of together) {
    for (const guest of guests) join(parent, guests[0] ?? guest, guest);
  }
  const members = new Map<number, number[]>();
  for (const guest of new Set(together.flatMap(({ guests }) => [...guests]))) {
    const root = rootOf(parent, guest);
    members.set(root, [...(members.get(root) ?? []), guest]);
  }
  const groups = [...members]
    .sort(([one], [other]) => one - other)
    .map(([, guests]) => guests.sort((a, b) => a - b));
  const groupOf = new Int32Array(guestCount).fill(-1);
  for (const [number, guests] of groups.entries()) for (const guest of guests) groupOf[guest] = number;
  return { groups, groupOf };
}

/** The lower root wins, so that a group's root is its lowest guest. */
function join(parent: Int32Array, one: number, other: number): void {
  const [low, high] = [rootOf(parent, one), rootOf(parent, other)].sort((a, b) => a - b);
  if (low !== undefined && high !== undefined) parent[high] = low;
}

function rootOf(parent: Int32Array, guest: number): number {
  let root = guest;
  for (let next = parent[root] ?? root; next !== root; next = parent[root] ?? root) root = next;
  for (let at = guest; at !== root; ) {
    const next = parent[at] ?? root;
    parent[at] = root;
    at = next;
  }
  return root;
}
