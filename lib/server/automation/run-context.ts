import "server-only";
import type { EnginePause } from "@/lib/automation/automation-input";
import { type AutomationSchedule, automationScheduleFrom } from "@/lib/automation/automation-schedule";
import { type AutomationSettings, automationSettingsFrom } from "@/lib/automation/automation-settings";
import { type Pause, readPause } from "@/lib/server/engine/read-pause";
import { readSettings } from "@/lib/server/settings/read-settings";

/** What people have set and decided for automation of one cluster, as it is now. */
export interface RunContext {
  readonly values: Readonly<Record<string, unknown>>;
  readonly settings: AutomationSettings;
  readonly schedule: AutomationSchedule;
  readonly pause: Pause | null;
}

export async function readRunContext(clusterId: string): Promise<RunContext> {
  const [values, pause] = await Promise.all([readSettings(clusterId), readPause(clusterId)]);
  const settings = automationSettingsFrom(values);
  return { values, settings, pause, schedule: automationScheduleFrom(settings["automation.schedule"]) };
}

/** As the guardrail wants it. */
export function enginePauseOf(pause: Pause | null): EnginePause | null {
  return pause && { by: pause.by, reason: pause.reason };
}
