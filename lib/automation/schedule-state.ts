import {
  type AutomationSchedule,
  isOvernight,
  periodText,
  WEEKDAYS,
  type WeeklyPeriod,
} from "./automation-schedule";
import { momentText } from "./moment-text";
import { type EvenPiece, evenPieces, zoneOffsetMs } from "./zone-clock";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** A schedule repeats each week; a week more for each clock change that swallows a boundary. */
const HORIZON_MS = 22 * DAY_MS;

/** 1 January 1970 was a Thursday. */
const FIRST_WEEKDAY = WEEKDAYS.indexOf("thu");

export interface ScheduleState {
  readonly open: boolean;
  /** One sentence with the window or blackout that decides it. */
  readonly reason: string;
  /** When it opens or closes next, Unix milliseconds; null when it never does. */
  readonly changesAtMs: number | null;
}

/**
 * Whether moves may be made at a moment: inside an enabled window, or with no window enabled at all, and inside no enabled blackout.
 *
 * What the wall clock of the schedule's zone shows is what counts. A period is from its start, included, to its end, excluded; with an end
 * before its start it belongs to the day on which it begins. An hour that the clock skips is in no period, and one that it shows twice
 * is in its period twice.
 *
 * @param atMs Unix milliseconds
 */
export function scheduleState(schedule: AutomationSchedule, atMs: number): ScheduleState {
  const wallMs = atMs + zoneOffsetMs(schedule.timeZone, atMs);
  const open = isOpen(schedule, wallMs);
  const changesAtMs = nextChange(schedule, atMs, open);
  return { open, changesAtMs, reason: reasonOf(schedule, { wallMs, open, changesAtMs }) };
}

function isOpen({ windows, blackouts }: AutomationSchedule, wallMs: number): boolean {
  if (periodAt(blackouts, wallMs)) return false;
  return !windows.some(({ enabled }) => enabled) || periodAt(windows, wallMs) !== null;
}

/** The first enabled period that contains what the wall clock shows; null when none does. */
function periodAt(periods: readonly WeeklyPeriod[], wallMs: number): WeeklyPeriod | null {
  const day = Math.floor(wallMs / DAY_MS);
  const minute = (wallMs - day * DAY_MS) / MINUTE_MS;
  const contains = (period: WeeklyPeriod) => {
    const start = minuteOf(period.start);
    const end = minuteOf(period.end);
    if (!isOvernight(period)) return isOn(period, day) && minute >= start && minute < end;
    return (isOn(period, day) && minute >= start) || (isOn(period, day - 1) && minute < end);
  };
  return periods.find((period) => period.enabled && contains(period)) ?? null;
}

/** @param day days since 1 January 1970 */
function isOn({ days }: WeeklyPeriod, day: number): boolean {
  const weekday = WEEKDAYS[(((day + FIRST_WEEKDAY) % 7) + 7) % 7];
  return weekday !== undefined && days.includes(weekday);
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

function nextChange(schedule: AutomationSchedule, atMs: number, open: boolean): number | null {
  const enabled = [...schedule.windows, ...schedule.blackouts].filter((period) => period.enabled);
  if (enabled.length === 0) return null;
  const minutes = enabled.flatMap(({ start, end }) => [minuteOf(start), minuteOf(end) % 1_440]);
  const boundaries = [...new Set(minutes)].sort((one, other) => one - other);
  for (const piece of evenPieces(schedule.timeZone, atMs, atMs + HORIZON_MS)) {
    for (const momentMs of momentsIn(piece, boundaries)) {
      if (isOpen(schedule, momentMs + piece.offsetMs) !== open) return momentMs;
    }
  }
  return null;
}

/** The piece's first moment, where the clock may have jumped, and every moment at which it shows one of these minutes of a day. */
function* momentsIn({ startMs, endMs, offsetMs }: EvenPiece, minutes: readonly number[]): Generator<number> {
  yield startMs;
  const firstDay = Math.floor((startMs + offsetMs) / DAY_MS);
  for (let day = firstDay; day * DAY_MS - offsetMs < endMs; day += 1) {
    for (const minute of minutes) {
      const momentMs = day * DAY_MS + minute * MINUTE_MS - offsetMs;
      if (momentMs > startMs && momentMs < endMs) yield momentMs;
    }
  }
}

interface Found {
  readonly wallMs: number;
  readonly open: boolean;
  readonly changesAtMs: number | null;
}

function reasonOf(schedule: AutomationSchedule, { wallMs, open, changesAtMs }: Found): string {
  const { windows, blackouts, timeZone } = schedule;
  const blackout = periodAt(blackouts, wallMs);
  const next = changesAtMs === null ? null : momentText(changesAtMs, timeZone);
  const opens = next === null ? "it never opens" : `it opens ${next}`;
  if (blackout) return `In the blackout "${blackout.name}" (${periodText(blackout)}); ${opens}.`;
  if (!open) return `Outside all windows; ${opens}.`;
  const window = periodAt(windows, wallMs);
  const closes = next === null ? "" : `, until ${next}`;
  if (window) return `In the window "${window.name}" (${periodText(window)})${closes}.`;
  return `No window is set, so moves may be made at any time${next === null ? "" : ` outside blackouts; the next is ${next}`}.`;
}
