import type { MoveProgress, MoveRow, MoveSource, MoveState } from "@/lib/api/moves";

export type MoveTone = "ok" | "warn" | "bad" | "off" | "accent";

/** A state as a word, and how much it matters. */
export const MOVE_STATE_WORDS: Readonly<
  Record<MoveState, { readonly word: string; readonly tone: MoveTone }>
> = {
  planned: { word: "planned", tone: "off" },
  waiting: { word: "waiting", tone: "off" },
  preflight: { word: "being checked", tone: "accent" },
  submitting: { word: "being started", tone: "accent" },
  running: { word: "moving", tone: "accent" },
  verifying: { word: "being verified", tone: "accent" },
  done: { word: "done", tone: "ok" },
  failed: { word: "failed", tone: "bad" },
  cancelled: { word: "called off", tone: "off" },
  superseded: { word: "superseded", tone: "off" },
  unknown: { word: "end unknown", tone: "warn" },
};

export const MOVE_SOURCE_WORDS: Readonly<Record<MoveSource, string>> = {
  manual: "by hand",
  plan: "plan",
  automation: "automation",
  evacuation: "evacuation",
  rollback: "roll-back",
  home: "way home",
};

export const MOVE_PHASE_WORDS: Readonly<Record<MoveProgress["phase"], string>> = {
  queued: "queued by high availability",
  preparing: "preparing",
  shutdown: "shutting down",
  disks: "copying disks",
  memory: "copying memory",
  switching: "switching over",
  starting: "starting",
  ended: "ended",
};

/** What is being done for a move just now. */
export function moveActivity({ state, progress, to, cancelRequestedBy }: MoveRow): string {
  if (cancelRequestedBy !== null && (state === "running" || state === "submitting")) return "being stopped";
  if (state === "running" && progress !== null) return MOVE_PHASE_WORDS[progress.phase];
  if (state === "preflight") return "checking once more";
  if (state === "submitting") return "asking Proxmox VE";
  if (state === "verifying") return `looking for it on ${to}`;
  return MOVE_STATE_WORDS[state].word;
}

/** A guest in words: `web-01`, else `VM 110`. */
export function movedGuest({
  guestName,
  guestKind,
  vmid,
}: Pick<MoveRow, "guestName" | "guestKind" | "vmid">) {
  return guestName ?? `${guestKind === "lxc" ? "CT" : "VM"} ${vmid}`;
}
