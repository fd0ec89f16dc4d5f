import type { EvacuationPreview, GuestChoice } from "@/lib/api/maintenance";

/** How long a node is meant to stay in maintenance, in hours; null is until somebody ends it. */
export const LENGTHS: readonly { readonly hours: number | null; readonly title: string }[] = [
  { hours: null, title: "until it is ended" },
  { hours: 1, title: "for 1 hour" },
  { hours: 4, title: "for 4 hours" },
  { hours: 8, title: "for 8 hours" },
  { hours: 24, title: "for a day" },
  { hours: 72, title: "for 3 days" },
];

const HOUR_MS = 3_600_000;

/** When it is meant to end, Unix milliseconds; null without an end. */
export function untilOf(hours: number | null): number | null {
  return hours === null ? null : Date.now() + hours * HOUR_MS;
}

/** What was chosen before a node is emptied. */
export interface StartForm {
  readonly reason: string;
  readonly hours: number | null;
  readonly evacuate: boolean;
  readonly leaveStopped: boolean;
  /** By VMID; guests without one are moved. */
  readonly choices: ReadonlyMap<number, GuestChoice>;
  readonly confirm: string;
}

export const EMPTY_START: StartForm = {
  reason: "",
  hours: null,
  evacuate: true,
  leaveStopped: false,
  choices: new Map(),
  confirm: "",
};

/** What both the preview and the order say about the guests. */
export function wishesOf({ choices, leaveStopped }: Pick<StartForm, "choices" | "leaveStopped">) {
  const list = [...choices].map(([vmid, action]) => ({ vmid, action }));
  return { choices: list.sort((one, other) => one.vmid - other.vmid), leaveStopped };
}

/** The choices with one changed. */
export function withChoice(
  choices: StartForm["choices"],
  vmid: number,
  action: GuestChoice,
): ReadonlyMap<number, GuestChoice> {
  return new Map([...choices, [vmid, action]]);
}

/** What hinders the start, as a sentence; null when nothing does. */
export function startProblem(form: StartForm, node: string): string | null {
  if (!form.evacuate) return null;
  return form.confirm.trim() === node ? null : `Type ${node} to confirm that it is emptied.`;
}

type Placed = Pick<EvacuationPreview["guests"][number], "vmid" | "action" | "wave">;

/** Guests in the order of what happens to them: blocked ones first, then wave by wave, then those that stay. */
export function sortPreview<Guest extends Placed>(guests: readonly Guest[]): readonly Guest[] {
  const rankOf = ({ action, wave }: Placed) => {
    if (action === "blocked") return -1;
    if (action === "leave") return 1_000_000;
    return wave ?? 100_000;
  };
  return guests.toSorted((one, other) => rankOf(one) - rankOf(other) || one.vmid - other.vmid);
}
