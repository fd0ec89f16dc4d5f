import "server-only";
import { automationScheduleFrom } from "@/lib/automation/automation-schedule";
import { automationSettingsFrom } from "@/lib/automation/automation-settings";
import { scheduleState } from "@/lib/automation/schedule-state";
import { readSettings } from "@/lib/server/settings/read-settings";

/** Why a move of automation that has not begun must not begin now: the window has closed since it was asked for. Null while it may. */
export async function findAutomationHold(clusterId: string): Promise<string | null> {
  const settings = automationSettingsFrom(await readSettings(clusterId));
  const { open, reason } = scheduleState(automationScheduleFrom(settings["automation.schedule"]), Date.now());
  return open ? null : reason;
}
