import type { Guard, GuardQuestion } from "./guard";
import { guestSubject, subjectsOf } from "./words";

/**
 * A strict pin allows its nodes alone. One that is not strict is kept too by optional moves of a guest that is where it
 * should be. PVE's own pins are {@link haNodeAffinity}'s.
 */
export const pins: Guard = {
  codes: ["pin"],
  dependsOn: "model",
  check: (question) => (forbidding(question) === null ? null : "pin"),
  explain: (question, code) => {
    const { guest, target } = subjectsOf(question);
    const rule = forbidding(question);
    return {
      code,
      detail: `${guestSubject(guest)} may only be on ${rule?.nodes.join(", ") ?? "other nodes"} (${rule?.id ?? "pin"}), not on ${target.node.name}.`,
      fix: `Add ${target.node.name} to the rule, or make room on its nodes.`,
    };
  },
};

function forbidding({ model, guest, target, purpose }: GuardQuestion) {
  for (const index of model.rules.ofGuest[guest] ?? []) {
    const compiled = model.rules.rules[index];
    if (!compiled?.allowed || compiled.rule.origin === "high-availability") continue;
    if (compiled.allowed[target] === 1) continue;
    const wasKept = compiled.allowed[model.startNode[guest] ?? -1] === 1;
    if (compiled.rule.strict || (purpose === "optional" && wasKept)) return compiled.rule;
  }
  return null;
}
