import { isReadable } from "../model/build-cluster-model";
import type { Guard } from "./guard";
import { subjectsOf } from "./words";

/** A target must be online, in service, in planning, and say how it is. */
export const targetState: Guard = {
  codes: ["target-offline", "target-maintenance", "target-ignored", "target-unreadable"],
  dependsOn: "model",
  about: "target",
  check: (question) => {
    const { target } = subjectsOf(question);
    if (target.node.status !== "online") return "target-offline";
    if (target.evacuating) return "target-maintenance";
    if (target.ignored) return "target-ignored";
    return isReadable(target.node) ? null : "target-unreadable";
  },
  explain: (question, code) => {
    const { name } = subjectsOf(question).target.node;
    switch (code) {
      case "target-offline":
        return { code, detail: `${name} is not online.`, fix: `Bring ${name} back.` };
      case "target-maintenance":
        return {
          code,
          detail: `${name} is in maintenance or to be emptied.`,
          fix: `End the maintenance of ${name}.`,
        };
      case "target-ignored":
        return { code, detail: `${name} is left out of planning.`, fix: `Take ${name} into planning again.` };
      default:
        return {
          code,
          detail: `${name} does not say how much CPU and memory it has and uses.`,
          fix: `See on ${name} whether pvestatd runs, and whether the token may audit the node.`,
        };
    }
  },
};
