import type { Guard } from "./guard";
import { fitsProcessor } from "./processor-level";
import { guestSubject, subjectsOf } from "./words";

/**
 * The target must have at least as many threads as the guest has virtual CPUs, or PVE does not start it there; and a VM that
 * moves while it runs must find the processor features it was started with. What is not known is allowed.
 */
export const processor: Guard = {
  codes: ["cpu-count", "cpu-type"],
  dependsOn: "model",
  check: (question) => {
    const { guest, target, source } = subjectsOf(question);
    if (target.node.cpuCount !== null && guest.cpuCount > target.node.cpuCount) return "cpu-count";
    const { kind, config } = guest.guest;
    if (kind !== "qemu" || !guest.running) return null;
    const type = config?.cpuType ?? null;
    return fitsProcessor(type, source?.node.cpuModel ?? null, target.node.cpuModel) ? null : "cpu-type";
  },
  explain: (question, code) => {
    const { guest, target, source } = subjectsOf(question);
    const { name, cpuCount, cpuModel } = target.node;
    if (code === "cpu-count") {
      return {
        code,
        detail: `${guestSubject(guest)} has ${guest.cpuCount} virtual CPUs and ${name} only ${cpuCount} threads.`,
        fix: "Give the guest fewer virtual CPUs, or a larger node.",
      };
    }
    return {
      code,
      detail: `${guestSubject(guest)} runs with the CPU type ${guest.guest.config?.cpuType} on ${source?.node.cpuModel}, and ${name} has ${cpuModel}.`,
      fix: "Shut the guest down to move it, or give it a CPU type that all nodes have, such as x86-64-v2-AES.",
    };
  },
};
