import type { Guard, GuardQuestion } from "./guard";
import { guestSubject, subjectsOf } from "./words";

/** No two guests of a strict anti-affinity meet on a node, not even for a moment; of one that is not strict, not for balance's sake. */
export const antiAffinity: Guard = {
  codes: ["anti-affinity"],
  dependsOn: "placement",
  check: (question) => (meeting(question) === null ? null : "anti-affinity"),
  explain: (question, code) => {
    const { guest, target } = subjectsOf(question);
    const met = meeting(question);
    const other = met ? question.model.guests[met.other]?.guest.vmid : undefined;
    return {
      code,
      detail: `${guestSubject(guest)} must be kept apart from guest ${other} on ${target.node.name} (${met?.rule.id}).`,
      fix: `Move guest ${other} away first, add a node, or take one of them out of the rule.`,
    };
  },
};

function meeting({ model, placement, guest, target, purpose }: GuardQuestion) {
  for (const index of model.rules.ofGuest[guest] ?? []) {
    const compiled = model.rules.rules[index];
    if (compiled?.rule.kind !== "anti-affinity") continue;
    if (!compiled.rule.strict && purpose === "forced") continue;
    const other = compiled.guests.find(
      (candidate) => candidate !== guest && placement.nodeOf[candidate] === target,
    );
    if (other !== undefined) return { rule: compiled.rule, other };
  }
  return null;
}
