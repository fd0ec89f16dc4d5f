import type { Guard } from "./guard";
import { guestSubject, subjectsOf } from "./words";

/** A guest is not sent back for balance's sake to a node that it left lately. */
export const sentBack: Guard = {
  codes: ["sent-back"],
  dependsOn: "model",
  check: (question) => {
    if (question.purpose !== "optional") return null;
    const { guest, target } = subjectsOf(question);
    const policy = question.model.input.guestPolicies.get(guest.guest.vmid);
    return policy?.notBackTo === target.node.name ? "sent-back" : null;
  },
  explain: (question, code) => {
    const { guest, target } = subjectsOf(question);
    return {
      code,
      detail: `${guestSubject(guest)} was moved away from ${target.node.name} lately.`,
      fix: "Wait, or move it by hand.",
    };
  },
};
