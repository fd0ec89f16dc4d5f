import type { Guard, GuardQuestion } from "./guard";
import { snapshotIndex } from "./snapshot-index";
import { guestSubject, guestWords, subjectsOf } from "./words";

/** States of an HA service in which nothing is under way. */
const AT_REST = new Set(["started", "stopped", "ignored", "disabled"]);

/** What PVE's HA is busy with is left to it; so are, for balance's sake, guests that PVE balances by itself. */
export const highAvailability: Guard = {
  codes: ["ha-state", "native-balancer"],
  dependsOn: "model",
  about: "guest",
  check: (question) => {
    const { guest } = subjectsOf(question);
    const { haState, vmid } = guest.guest;
    if (haState === null) return null;
    if (!AT_REST.has(haState)) return "ha-state";
    const { snapshot } = question.model.input;
    if (question.purpose !== "optional" || !snapshot.balancer?.automatic || haState === "ignored")
      return null;
    return snapshotIndex(snapshot).service.get(vmid)?.autoRebalance === false ? null : "native-balancer";
  },
  explain: (question, code) => {
    const { guest } = subjectsOf(question);
    const who = guestSubject(guest);
    return code === "ha-state"
      ? {
          code,
          detail: `${who} is in the HA state ${guest.guest.haState}, in which HA alone may move it.`,
          fix: "Wait until HA is done; clear an error state by disabling and enabling the HA resource.",
        }
      : {
          code,
          detail: `${who} is balanced by Proxmox VE itself (dynamic load balancing is on).`,
          fix: "Switch automatic rebalancing off in the datacenter's options or for this HA resource.",
        };
  },
};

/**
 * HA brings a guest back from any node that its node affinity does not prefer, strict or not, so it is not sent there for any
 * reason.
 */
export const haNodeAffinity: Guard = {
  codes: ["ha-rule"],
  dependsOn: "model",
  check: (question) => (forbidding(question) === null ? null : "ha-rule"),
  explain: (question, code) => {
    const { guest, target } = subjectsOf(question);
    const rule = forbidding(question);
    return {
      code,
      detail: `Proxmox VE's ${rule?.id ?? "HA rule"} keeps ${guestWords(guest)} on ${rule?.nodes.join(", ") ?? "other nodes"}; HA would bring it back from ${target.node.name}.`,
      fix: "Change the HA rule, or put its nodes into HA maintenance.",
    };
  },
};

function forbidding({ model, guest, target }: GuardQuestion) {
  for (const index of model.rules.ofGuest[guest] ?? []) {
    const compiled = model.rules.rules[index];
    if (compiled?.rule.origin !== "high-availability" || !compiled.allowed) continue;
    if (compiled.allowed[target] !== 1) return compiled.rule;
  }
  return null;
}
