import {
  ANY_TIME,
  type AutomationSchedule,
  automationSchedule,
  automationScheduleFrom,
  type WeeklyPeriod,
} from "@/lib/automation/automation-schedule";
import { clockText } from "./clock-text";

/** What a period does: moves may be made in a window, and may not in a blackout. */
export type PeriodKind = "windows" | "blackouts";

export const KIND_WORDS: Readonly<Record<PeriodKind, string>> = { windows: "Window", blackouts: "Blackout" };

export interface PlacedPeriod {
  readonly kind: PeriodKind;
  /** Null is one that is being added. */
  readonly index: number | null;
  readonly period: WeeklyPeriod;
}

/** The stored schedule; one that cannot be read, or is of no zone yet, begins anew in the zone of the reader. */
export function scheduleOf(text: string, ownTimeZone: string): AutomationSchedule {
  if (text.trim() === "") return { ...ANY_TIME, timeZone: ownTimeZone };
  try {
    return automationScheduleFrom(text);
  } catch {
    return { ...ANY_TIME, timeZone: ownTimeZone };
  }
}

/** What is stored for it; nothing where nothing limits the times. */
export function textOfSchedule(schedule: AutomationSchedule): string {
  return schedule.windows.length + schedule.blackouts.length === 0 ? "" : JSON.stringify(schedule);
}

/** What is wrong with a period, a sentence for each field; empty when it can be used. */
export function periodIssues(period: WeeklyPeriod): Readonly<Record<string, string>> {
  const judged = automationSchedule.safeParse({ timeZone: "UTC", windows: [period], blackouts: [] });
  const issues: Record<string, string> = {};
  for (const { path, message } of judged.error?.issues ?? []) issues[String(path[2] ?? "name")] ??= message;
  return issues;
}

/** A period as it was typed, with its times written out. */
export function tidyPeriod(period: WeeklyPeriod): WeeklyPeriod {
  return {
    ...period,
    name: period.name.trim(),
    start: clockText(period.start),
    end: clockText(period.end),
  };
}

/** The schedule with a period added or changed. */
export function withPeriod(
  schedule: AutomationSchedule,
  { kind, index, period }: PlacedPeriod,
): AutomationSchedule {
  const list = schedule[kind];
  const changed = index === null ? [...list, period] : list.map((one, at) => (at === index ? period : one));
  return { ...schedule, [kind]: changed };
}

export function withoutPeriod(
  schedule: AutomationSchedule,
  { kind, index }: Pick<PlacedPeriod, "kind" | "index">,
): AutomationSchedule {
  return { ...schedule, [kind]: schedule[kind].filter((_period, at) => at !== index) };
}
