import "server-only";
import type { Objection } from "@/lib/automation/move-decision";
import { RUN_GUARDRAILS } from "@/lib/automation/run-guardrails";
import type { Snapshot } from "@/lib/inventory/snapshot";
import { findRunningPlan } from "./find-running-plan";
import { readNodeFacts } from "./read-node-facts";
import { enginePauseOf, type RunContext } from "./run-context";
import type { RunRecord } from "./run-record";

const MINUTE_MS = 60_000;

export interface RunObjection extends Objection {
  readonly guardrail: string;
  readonly action: "skipped" | "deferred";
}

/** What speaks against beginning any further move of a run now, by the guardrails that hold for the whole run. */
export async function findRunObjection(
  run: Pick<RunRecord, "trigger" | "clusterId">,
  snapshot: Snapshot,
  { settings, schedule, pause }: RunContext,
): Promise<RunObjection | null> {
  const switchedOff = run.trigger === "interval" ? whyOff(settings) : null;
  if (switchedOff !== null)
    return { guardrail: "switched-off", action: "skipped", sentence: switchedOff, untilMs: null };
  const plan = await findRunningPlan(run.clusterId);
  if (plan !== null) return { guardrail: "plan-running", action: "deferred", sentence: plan, untilMs: null };
  const nowMs = Date.now();
  const freezeMs = settings["automation.freezeMinutes"] * MINUTE_MS;
  const nodes = await readNodeFacts(snapshot, nowMs - 2 * freezeMs);
  for (const { code, action, check } of RUN_GUARDRAILS) {
    const input = { nowMs, snapshot, settings, schedule, nodes, pause: enginePauseOf(pause) };
    const found = check(input);
    if (found) return { ...found, guardrail: code, action: action === "deferred" ? "deferred" : "skipped" };
  }
  return null;
}

function whyOff(settings: RunContext["settings"]): string | null {
  if (!settings["automation.enabled"]) return "Automation was switched off meanwhile.";
  return settings["automation.dryRun"] ? "The dry run was switched on meanwhile." : null;
}
