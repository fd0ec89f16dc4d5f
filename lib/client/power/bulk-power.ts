import type { MoveRow } from "@/lib/api/moves";
import { type PoweredGuest, powerRefusal } from "./power-words";
import type { BulkPowerState } from "./run-bulk-power";

/** What several guests can be asked at once; pulling the plug is asked of one at a time. */
export const BULK_POWER_ACTIONS = ["start", "shutdown", "reboot"] as const;
export type BulkPowerAction = (typeof BULK_POWER_ACTIONS)[number];

export interface LeftOut {
  readonly guest: PoweredGuest;
  readonly reason: string;
}

interface BulkPowerChoice {
  readonly asked: readonly PoweredGuest[];
  readonly leftOut: readonly LeftOut[];
}

/** Of the chosen guests those that can be asked now, and the others with the reason. */
export function chooseBulkPower(
  action: BulkPowerAction,
  guests: readonly PoweredGuest[],
  movingOf: (guest: PoweredGuest) => Pick<MoveRow, "to"> | null,
): BulkPowerChoice {
  const asked: PoweredGuest[] = [];
  const leftOut: LeftOut[] = [];
  for (const guest of guests) {
    const present = { role: null, moving: movingOf(guest), active: null };
    const reason = powerRefusal(guest, present) ?? pointless(action, guest);
    if (reason === null) asked.push(guest);
    else leftOut.push({ guest, reason });
  }
  return { asked, leftOut };
}

function pointless(action: BulkPowerAction, { status }: PoweredGuest): string | null {
  if (action === "start") return status === "stopped" ? null : `It is ${onWord(status)} already.`;
  if (status !== "stopped") return null;
  return action === "reboot" ? "It is off: start it instead." : "It is off already.";
}

function onWord(status: string): string {
  return status === "running" ? "on" : `${status}, so on`;
}

/** What will happen to one of them, after its name: `is asked to shut down; it has 3 minutes`. */
export function bulkConsequence(action: BulkPowerAction, { node, haState }: PoweredGuest): string {
  if (action === "reboot") return `is asked to shut down, and started again on ${node}; it has 3 minutes`;
  const does = action === "start" ? `is started on ${node}` : "is asked to shut down; it has 3 minutes";
  if (haState === null) return does;
  return `${does}; high availability is told to keep it ${action === "start" ? "started" : "stopped"}`;
}

/** How far it is: `1 of 3 ended, 1 could not be asked`. */
export function bulkProgress(states: Iterable<BulkPowerState>): string {
  const all = [...states];
  const ended = all.filter(({ kind }) => kind === "ended").length;
  const failed = all.filter((state) => state.kind === "ended" && state.task.state === "failed").length;
  const refused = all.filter(({ kind }) => kind === "refused").length;
  const left = all.filter(({ kind }) => kind === "left").length;
  return [
    `${ended} of ${all.length} ended`,
    failed > 0 ? `${failed} of them failed` : null,
    refused > 0 ? `${refused} could not be asked` : null,
    left > 0 ? `${left} left as they are` : null,
  ]
    .filter(Boolean)
    .join(", ");
}
