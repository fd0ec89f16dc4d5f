import type { AutomationCluster } from "@/lib/api/automation";
import { formatDuration } from "@/lib/client/format/format-duration";

export const AUTOMATION_MODES = ["off", "dry-run", "on"] as const;
export type AutomationMode = (typeof AUTOMATION_MODES)[number];

export const MODE_WORDS: Readonly<Record<AutomationMode, string>> = {
  off: "Off",
  "dry-run": "Dry run",
  on: "On",
};

export function modeOf({ enabled, dryRun }: Pick<AutomationCluster, "enabled" | "dryRun">): AutomationMode {
  if (!enabled) return "off";
  return dryRun ? "dry-run" : "on";
}

/** The settings that make a mode. What is switched off and on again is tried out first. */
export function settingsOfMode(mode: AutomationMode): Readonly<Record<string, boolean>> {
  if (mode === "off") return { "automation.enabled": false, "automation.dryRun": true };
  return { "automation.enabled": true, "automation.dryRun": mode === "dry-run" };
}

/** What a mode means, in one sentence. */
export function modeSentence(mode: AutomationMode, intervalMinutes: number): string {
  const every = formatDuration(intervalMinutes * 60);
  if (mode === "off") return "Nothing is moved without being asked for.";
  if (mode === "dry-run")
    return `Decides every ${every}, stores what it would do and why, and moves nothing.`;
  return `Looks for moves every ${every} and makes those that pass every guardrail.`;
}
