import { type AutomationSchedule, WEEKDAYS, type WeeklyPeriod } from "@/lib/automation/automation-schedule";
import { evenPieces, zoneOffsetMs } from "@/lib/automation/zone-clock";
import { minuteOfDay } from "./clock-text";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Clocks of a zone are changed at most twice a year. */
const HORIZON_MS = 200 * DAY_MS;

/** The next time that a zone's clock is changed. */
export interface ClockChange {
  readonly atMs: number;
  /** By how many minutes it goes forward; negative when it goes back. */
  readonly byMinutes: number;
  /** The enabled periods that begin or end in the hour that is skipped or repeated, by name. */
  readonly affected: readonly string[];
}

/** The next change of the clock within 200 days; null in a zone that does not change it. */
export function nextClockChange(schedule: AutomationSchedule, nowMs: number): ClockChange | null {
  const { timeZone, windows, blackouts } = schedule;
  for (const piece of evenPieces(timeZone, nowMs, nowMs + HORIZON_MS)) {
    const atMs = piece.endMs;
    if (atMs >= nowMs + HORIZON_MS) return null;
    const byMinutes = (zoneOffsetMs(timeZone, atMs) - piece.offsetMs) / MINUTE_MS;
    const wallMs = atMs + piece.offsetMs;
    const odd = { fromMs: wallMs + Math.min(0, byMinutes) * MINUTE_MS, minutes: Math.abs(byMinutes) };
    const affected = [...windows, ...blackouts].filter((period) => period.enabled && isIn(period, odd));
    return { atMs, byMinutes, affected: affected.map(({ name }) => name) };
  }
  return null;
}

interface OddHour {
  /** As the wall clock shows it. */
  readonly fromMs: number;
  readonly minutes: number;
}

/** Whether a period begins or ends within the hour. */
function isIn({ days, start, end }: WeeklyPeriod, { fromMs, minutes }: OddHour): boolean {
  const day = Math.floor(fromMs / DAY_MS);
  const from = (fromMs - day * DAY_MS) / MINUTE_MS;
  const startMinute = minuteOfDay(start);
  const endMinute = minuteOfDay(end);
  const begins = isOn(days, day) && startMinute >= from && startMinute < from + minutes;
  const endDay = end < start ? day - 1 : day;
  return begins || (isOn(days, endDay) && endMinute > from && endMinute < from + minutes);
}

/** @param day days since 1 January 1970, a Thursday */
function isOn(days: WeeklyPeriod["days"], day: number): boolean {
  const weekday = WEEKDAYS[(((day + 3) % 7) + 7) % 7];
  return weekday !== undefined && days.includes(weekday);
}
