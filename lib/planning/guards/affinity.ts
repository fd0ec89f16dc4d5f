import type { CompiledRule } from "../rules/compiled-rules";
import type { Guard, GuardQuestion } from "./guard";
import { guestSubject, subjectsOf } from "./words";

/**
 * A guest does not leave the others of its affinity. A group that moves as a whole is asked about without this guard. Where a
 * group is already apart, moves that bring no more guests apart are allowed.
 */
export const affinity: Guard = {
  codes: ["affinity"],
  dependsOn: "placement",
  check: (question) => (parted(question) === null ? null : "affinity"),
  explain: (question, code) => {
    const { guest, target } = subjectsOf(question);
    const rule = parted(question);
    const others = rule?.guests.filter((other) => other !== guest.index) ?? [];
    const vmids = others.flatMap((other) => question.model.guests[other]?.guest.vmid ?? []);
    return {
      code,
      detail: `${guestSubject(guest)} must stay together with ${guestList(vmids)} (${rule?.rule.id}), which cannot come along to ${target.node.name}.`,
      fix: "Make room for all of them on one node, or take the guest out of the rule.",
    };
  },
};

function parted({ model, placement, guest, target, purpose }: GuardQuestion): CompiledRule | null {
  for (const index of model.rules.ofGuest[guest] ?? []) {
    const compiled = model.rules.rules[index];
    if (compiled?.rule.kind !== "affinity") continue;
    if (!compiled.rule.strict && purpose === "forced") continue;
    if (moreApart(compiled.guests, guest, target, placement.nodeOf)) return compiled;
  }
  return null;
}

/** Whether fewer guests than now would be on the node with most of them. */
function moreApart(guests: readonly number[], guest: number, target: number, nodeOf: Int32Array): boolean {
  const from = nodeOf[guest];
  const counts = new Map<number, number>();
  for (const other of guests) {
    const node = nodeOf[other] ?? -1;
    if (other !== guest) counts.set(node, (counts.get(node) ?? 0) + 1);
  }
  const stay = from === undefined ? 0 : (counts.get(from) ?? 0);
  const most = Math.max(0, ...counts.values());
  const before = Math.max(most, stay + 1);
  const after = Math.max(most, (counts.get(target) ?? 0) + 1);
  return after < before;
}

function guestList(vmids: readonly number[]): string {
  const shown = vmids.slice(0, 5).join(", ");
  const more = vmids.length > 5 ? ` and ${vmids.length - 5} more` : "";
  return vmids.length === 1 ? `guest ${shown}` : `guests ${shown}${more}`;
}
