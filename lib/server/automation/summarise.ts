import "server-only";
import type { AutomationCounts, AutomationOutcome } from "@/lib/api/automation";
import { countText, listText } from "@/lib/planning/reasons/figure-texts";
import { type DecisionRecord, lastDecisions, type RunRecord } from "./run-record";

export interface RunEnd {
  readonly outcome: AutomationOutcome;
  readonly sentence: string;
}

/** How many moves have which decision now. */
export function countDecisions(run: Pick<RunRecord, "decisions">): AutomationCounts {
  const last = lastDecisions(run);
  const count = (action: string) => last.filter((one) => one.action === action).length;
  const ends = last.filter(({ action, moveState }) => action === "executed" && moveState !== null);
  return {
    planned: last.length,
    pending: count("pending"),
    executed: count("executed"),
    skipped: count("skipped"),
    filtered: count("filtered"),
    deferred: count("deferred"),
    observing: count("observing"),
    done: ends.filter(({ moveState }) => moveState === "done").length,
    failed: ends.filter(({ moveState }) => moveState !== "done").length,
  };
}

/** How a run ends that has nothing more to do, and in one or two sentences what came of it. */
export function summarise(run: RunRecord, objection: { readonly sentence: string } | null): RunEnd {
  const counts = countDecisions(run);
  const made = counts.executed > 0 ? `${counts.done} of ${countText(counts.executed, "move")} arrived.` : "";
  if (run.stopSentence !== null)
    return {
      outcome: run.stopOutcome === "failed" ? "failed" : "stopped",
      sentence: joined(run.stopSentence, made),
    };
  if (counts.planned === 0) return { outcome: "nothing", sentence: "Nothing is worth moving." };
  if (run.dryRun && counts.pending > 0)
    return {
      outcome: "dry-run",
      sentence: joined(
        `Dry run: ${countText(counts.pending, "move")} would be made; nothing was moved.`,
        heldText(run),
      ),
    };
  if (counts.executed === 0) {
    const opening = run.dryRun ? "Dry run: no move would be made." : "No move was made.";
    return { outcome: "held", sentence: joined(opening, objection?.sentence ?? heldText(run)) };
  }
  if (objection)
    return { outcome: "stopped", sentence: joined(made, `Then it ended: ${objection.sentence}`) };
  return { outcome: "moved", sentence: joined(made, heldText(run)) };
}

/** `4 were held back: 2 by cooldown, 1 by risk and 1 by observing.` One that alone holds everything is told in its own words. */
function heldText(run: RunRecord): string {
  const held = lastDecisions(run).filter(({ action }) => action !== "executed" && action !== "pending");
  if (held.length === 0) return "";
  const reasons = new Set(held.map(({ reason }) => reason));
  const [only] = reasons;
  if (reasons.size === 1 && only !== undefined) return only;
  const byGuardrail = new Map<string, DecisionRecord[]>();
  for (const one of held) {
    const key = one.guardrail ?? one.action;
    byGuardrail.set(key, [...(byGuardrail.get(key) ?? []), one]);
  }
  const parts = [...byGuardrail].map(([guardrail, list]) => `${list.length} by ${guardrail}`);
  if (byGuardrail.size > 1) return `${held.length} were held back: ${listText(parts)}.`;
  return `${held.length} were held back by ${held[0]?.guardrail ?? "the run"}. The first of them: ${only ?? ""}`;
}

function joined(...sentences: readonly string[]): string {
  return sentences.filter((one) => one !== "").join(" ");
}
