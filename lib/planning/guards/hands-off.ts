import type { Guard } from "./guard";
import { guestSubject, subjectsOf } from "./words";

/** Guests that somebody wants left alone, for good or for now. */
export const handsOff: Guard = {
  codes: ["ignored-guest", "source-ignored", "held-guest"],
  dependsOn: "model",
  about: "guest",
  check: (question) => {
    const { model, purpose } = question;
    const { guest, source } = subjectsOf(question);
    if (model.rules.ignored[guest.index] === 1) return "ignored-guest";
    if (source?.ignored) return "source-ignored";
    const heldUntilMs = model.input.guestPolicies.get(guest.guest.vmid)?.heldUntilMs ?? null;
    const held = heldUntilMs !== null && heldUntilMs > model.input.snapshot.readAtMs;
    return purpose === "optional" && held ? "held-guest" : null;
  },
  explain: (question, code) => {
    const { guest, source } = subjectsOf(question);
    const who = guestSubject(guest);
    if (code === "source-ignored") {
      const name = source?.node.name ?? guest.guest.node;
      return {
        code,
        detail: `${who} is on ${name}, which is left out of planning.`,
        fix: `Take ${name} into planning again.`,
      };
    }
    if (code === "held-guest") {
      return {
        code,
        detail: `${who} was moved lately and rests for now.`,
        fix: "Wait, or shorten the rest after a move.",
      };
    }
    return {
      code,
      detail: `${who} is marked to be left where it is${ruleWords(question.model.rules, guest.index)}.`,
      fix: "Remove the tag or rule, shut the guest down, or move it by hand.",
    };
  },
};

function ruleWords(
  { rules, ofGuest }: Parameters<Guard["check"]>[0]["model"]["rules"],
  guest: number,
): string {
  const ids = (ofGuest[guest] ?? []).flatMap((index) => {
    const rule = rules[index]?.rule;
    return rule?.kind === "ignore" ? [rule.id] : [];
  });
  return ids.length > 0 ? ` (${ids.join(", ")})` : "";
}
