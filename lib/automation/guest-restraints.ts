import type { AutomationSettings } from "./automation-settings";
import { cooldownOf } from "./cooldown-of";
import type { PastMove } from "./past-move";
import { wouldReturn } from "./would-return";

/** What past moves mean for the next plan; planning heeds it for balance's sake only. */
export interface GuestRestraint {
  readonly vmid: number;
  /** The guest rests until then, Unix milliseconds; null when it does not. */
  readonly heldUntilMs: number | null;
  /** The node that it left last within the window of no return; null when there is none. */
  readonly notBackTo: string | null;
}

interface Restraints {
  readonly history: readonly PastMove[];
  readonly settings: Pick<
    AutomationSettings,
    "automation.cooldownMinutes" | "automation.rollbackWindowHours"
  >;
  readonly nowMs: number;
}

/** Guests that rest or may not go back, by the same rules as the guardrails `cooldown` and `sent-back`; in the order of their VMIDs. */
export function guestRestraints({ history, settings, nowMs }: Restraints): readonly GuestRestraint[] {
  const vmids = [...new Set(history.map(({ vmid }) => vmid))].sort((one, other) => one - other);
  return vmids.flatMap((vmid) => {
    const rest = cooldownOf(vmid, history, settings["automation.cooldownMinutes"]);
    const heldUntilMs = rest !== null && rest.untilMs > nowMs ? rest.untilMs : null;
    const notBackTo = lastLeft(vmid, { history, settings, nowMs });
    return heldUntilMs === null && notBackTo === null ? [] : [{ vmid, heldUntilMs, notBackTo }];
  });
}

/** The node that was left last; a guest that is back on it has left another one since. */
function lastLeft(vmid: number, { history, settings, nowMs }: Restraints): string | null {
  const windowHours = settings["automation.rollbackWindowHours"];
  const last = history
    .filter((move) => move.vmid === vmid && move.outcome === "moved")
    .reduce<PastMove | null>(
      (latest, move) => (latest === null || move.endedAtMs > latest.endedAtMs ? move : latest),
      null,
    );
  if (last === null) return null;
  return wouldReturn({ vmid, to: last.from, history, nowMs, windowHours }) === null ? null : last.from;
}
