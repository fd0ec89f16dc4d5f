import type { Guard } from "./guard";
import { guestSubject, subjectsOf } from "./words";

/** A guest is not moved to where it is. */
export const sameNode: Guard = {
  codes: ["same-node"],
  dependsOn: "placement",
  check: ({ placement, guest, target }) => (placement.nodeOf[guest] === target ? "same-node" : null),
  explain: (question, code) => {
    const { guest, target } = subjectsOf(question);
    return {
      code,
      detail: `${guestSubject(guest)} is already on ${target.node.name}.`,
      fix: "Nothing has to be done.",
    };
  },
};
