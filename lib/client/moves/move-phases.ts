import type { MoveProgress, MoveRow } from "@/lib/api/moves";

type Phase = MoveProgress["phase"];

export interface PhaseStep {
  readonly phase: Phase;
  readonly state: "passed" | "now" | "ahead";
}

const LIVE: readonly Phase[] = ["preparing", "disks", "memory", "switching"];
const RESTART: readonly Phase[] = ["shutdown", "disks", "starting"];
const OFFLINE: readonly Phase[] = ["preparing", "disks"];

/** The phases that a move goes through, and where it is; disks only where there are some to copy. */
export function movePhases({ kind, progress }: Pick<MoveRow, "kind" | "progress">): readonly PhaseStep[] {
  if (progress === null) return [];
  const usual = kind === "live" ? LIVE : kind === "restart" ? RESTART : OFFLINE;
  const { phase, disks, byHa } = progress;
  const phases = [
    ...(byHa ? (["queued"] as const) : []),
    ...usual.filter((one) => one !== "disks" || disks.length > 0 || phase === "disks"),
  ];
  const at = phase === "ended" ? phases.length : phases.indexOf(phase);
  if (at === -1) return [{ phase, state: "now" }];
  return phases.map((one, index) => ({
    phase: one,
    state: index < at ? "passed" : index === at ? "now" : "ahead",
  }));
}
