import {
  type AutomationSchedule,
  automationSchedule,
  WEEKDAYS,
  type WeeklyPeriod,
} from "@/lib/automation/automation-schedule";

/** A period on some days, `all` or such as `sat sun`. */
export function period(
  days: string,
  start: string,
  end: string,
  parts: Partial<WeeklyPeriod> = {},
): WeeklyPeriod {
  const chosen = WEEKDAYS.filter((day) => days.split(" ").includes(day));
  return {
    name: "Nights",
    enabled: true,
    days: days === "all" ? [...WEEKDAYS] : chosen,
    start,
    end,
    ...parts,
  };
}

export function schedule(
  timeZone: string,
  windows: readonly WeeklyPeriod[],
  blackouts: readonly WeeklyPeriod[] = [],
): AutomationSchedule {
  return automationSchedule.parse({ timeZone, windows, blackouts });
}

/** `2026-11-20T21:00`, in UTC. */
export function isoMinute(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString().slice(0, 16);
}
