import type { Guard } from "./guard";
import { guestSubject, subjectsOf } from "./words";

/** What is plugged into or mounted from one host cannot move with a guest. */
export const localDevices: Guard = {
  codes: ["passthrough", "local-mount"],
  dependsOn: "model",
  about: "guest",
  check: (question) => {
    const { config } = subjectsOf(question).guest.guest;
    if ((config?.passthroughKeys.length ?? 0) > 0) return "passthrough";
    return config?.bindMounts.some(({ shared }) => !shared) ? "local-mount" : null;
  },
  explain: (question, code) => {
    const { guest } = subjectsOf(question);
    const { config } = guest.guest;
    const who = guestSubject(guest);
    if (code === "passthrough") {
      return {
        code,
        detail: `${who} uses devices of its host (${config?.passthroughKeys.join(", ")}).`,
        fix: "Shut the guest down and take the device away, or leave it where it is.",
      };
    }
    const mounts = config?.bindMounts
      .filter(({ shared }) => !shared)
      .map(({ key, path }) => `${key}: ${path}`);
    return {
      code,
      detail: `${who} mounts folders of its host (${mounts?.join(", ")}).`,
      fix: "Mark the mount point as shared when every node has it, or put it on a storage.",
    };
  },
};
