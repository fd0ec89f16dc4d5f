import type { GuestRow } from "@/lib/api/guests";
import type { MoveRow } from "@/lib/api/moves";
import type { PowerActionName, PowerTaskRow } from "@/lib/api/power";

/** A guest as far as starting and stopping it needs. */
export type PoweredGuest = Pick<
  GuestRow,
  "clusterId" | "vmid" | "name" | "kind" | "node" | "template" | "status" | "lock" | "haState"
>;

interface PowerWords {
  /** Of a button: `Shut down`. */
  readonly title: string;
  /** While it goes on: `Shutting down`. */
  readonly going: string;
  /** Takes the guest away from whoever uses it. */
  readonly interrupts: boolean;
}

export const POWER_WORDS: Readonly<Record<PowerActionName, PowerWords>> = {
  start: { title: "Start", going: "Starting", interrupts: false },
  shutdown: { title: "Shut down", going: "Shutting down", interrupts: true },
  reboot: { title: "Reboot", going: "Rebooting", interrupts: true },
  stop: { title: "Stop", going: "Stopping", interrupts: true },
};

/** What makes sense for a guest as it is; the gentle way first. */
export function powerActions({ status }: Pick<PoweredGuest, "status">): readonly PowerActionName[] {
  return status === "stopped" ? ["start"] : ["shutdown", "reboot", "stop"];
}

interface Present {
  /** Why the person may not; null when they may. */
  readonly role: string | null;
  readonly moving: Pick<MoveRow, "to"> | null;
  readonly active: PowerTaskRow | null;
}

/** Why nothing can be asked of a guest now; null when it can. */
export function powerRefusal(guest: PoweredGuest, { role, moving, active }: Present): string | null {
  if (role !== null) return role;
  if (guest.template) return "A template is never started.";
  if (active) return `${POWER_WORDS[active.action].going} it goes on already.`;
  if (moving) return `It is being moved to ${moving.to}; wait until that has ended.`;
  if (guest.lock) return `It is locked (${guest.lock}); wait until that is done.`;
  if (guest.status === "unknown") return `${guest.node} does not say how it is.`;
  return null;
}

/** What will happen, to whom, for how long: sentences for the dialog. */
export function powerConsequences(
  action: PowerActionName,
  guest: PoweredGuest,
  agent: boolean | null,
): readonly string[] {
  return [...MEANINGS[action](guest), ...whatHaDoes(action, guest), ...whatAgentDoes(action, guest, agent)];
}

const MEANINGS: Readonly<Record<PowerActionName, (guest: PoweredGuest) => readonly string[]>> = {
  start: ({ node }) => [`It is started on ${node}. That takes some seconds.`],
  shutdown: ({ kind }) => [
    "It is asked to shut down as from its own menu, and whoever uses it loses it.",
    `It has 3 minutes; ${kind === "lxc" ? "a container" : "a machine"} that does not follow stays on, and you are told.`,
  ],
  reboot: () => [
    "It is asked to shut down and is started again on the same node. Whoever uses it loses it for that long.",
    "It has 3 minutes to shut down; if it does not follow it stays on, and you are told.",
  ],
  stop: () => [
    "It is switched off at once, as if its plug were pulled. What it has not written to its disks is lost.",
    "Shut it down instead if it still reacts.",
  ],
};

function whatHaDoes(action: PowerActionName, { haState }: PoweredGuest): readonly string[] {
  if (haState === null || action === "reboot") return [];
  const wish = action === "start" ? "started" : "stopped";
  return [
    `High availability looks after it: it is told to keep the guest ${wish}, and acts within its next rounds.`,
  ];
}

function whatAgentDoes(
  action: PowerActionName,
  { kind }: PoweredGuest,
  agent: boolean | null,
): readonly string[] {
  const isAsked = action === "shutdown" || action === "reboot";
  if (!isAsked || kind === "lxc" || agent !== false) return [];
  return ["Its guest agent is off, so it is asked by its power button (ACPI), which some systems ignore."];
}

/** How one wish stands: `Shutting down`, `Shut down: the guest is off.` */
export function powerTaskSentence({ action, state, result, trouble }: PowerTaskRow): string {
  const { title, going } = POWER_WORDS[action];
  if (state === "done" || state === "failed") return `${title}: ${lowerFirst(result ?? state)}`;
  if (trouble) return `${going}: ${lowerFirst(trouble)}`;
  return state === "asked" ? `${going}: Proxmox VE is being asked` : going;
}

/** A sentence as the second half of one; abbreviations keep their capitals. */
function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) && !text.startsWith("Proxmox")
    ? text.charAt(0).toLowerCase() + text.slice(1)
    : text;
}
