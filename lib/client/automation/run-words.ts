import type { AutomationDecisionRow, AutomationOutcome, AutomationRunRow } from "@/lib/api/automation";
import { NEED_WORDS } from "@/lib/client/recommendations/plan-words";

type Tone = "ok" | "warn" | "bad" | "off" | "accent";

interface Look {
  readonly word: string;
  readonly tone: Tone;
}

export const OUTCOME_LOOKS: Readonly<Record<AutomationOutcome, Look>> = {
  moved: { word: "moved", tone: "ok" },
  "dry-run": { word: "would have moved", tone: "ok" },
  nothing: { word: "nothing to move", tone: "off" },
  held: { word: "all held back", tone: "off" },
  stopped: { word: "stopped", tone: "warn" },
  failed: { word: "a move failed", tone: "bad" },
  stale: { word: "no reading", tone: "warn" },
  error: { word: "could not decide", tone: "bad" },
};

/** How a run stands: what it does, or what came of it. */
export function runLook({ state, outcome }: Pick<AutomationRunRow, "state" | "outcome">): Look {
  if (state === "queued") return { word: "deciding", tone: "accent" };
  if (state === "moving") return { word: "moving", tone: "accent" };
  return outcome === null ? { word: "ended", tone: "off" } : OUTCOME_LOOKS[outcome];
}

export const ACTION_LOOKS: Readonly<Record<AutomationDecisionRow["action"], Look>> = {
  pending: { word: "pending", tone: "accent" },
  executed: { word: "executed", tone: "ok" },
  skipped: { word: "skipped", tone: "off" },
  filtered: { word: "left to a person", tone: "off" },
  deferred: { word: "deferred", tone: "warn" },
  observing: { word: "observing", tone: "accent" },
};

/** An action in a word; a dry run would have made what is pending in it. */
export function actionWord(action: AutomationDecisionRow["action"], dryRun: boolean): string {
  return action === "pending" && dryRun ? "would move" : ACTION_LOOKS[action].word;
}

const NEEDS: ReadonlyMap<string, string> = new Map(Object.entries(NEED_WORDS));

/** What a move is for, in two words. */
export function needWord(need: string): string {
  return NEEDS.get(need) ?? need;
}
