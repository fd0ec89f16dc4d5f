import {
  type AutomationSchedule,
  isOvernight,
  WEEKDAYS,
  type Weekday,
  type WeeklyPeriod,
} from "@/lib/automation/automation-schedule";
import { minuteOfDay } from "./clock-text";
import type { PeriodKind } from "./schedule-draft";

const DAY_MINUTES = 1_440;

/** The part of a period that is on one day of the week. */
export interface WeekPiece {
  readonly kind: PeriodKind;
  readonly index: number;
  readonly period: WeeklyPeriod;
  readonly day: Weekday;
  readonly startMinute: number;
  /** Not included; 1,440 is midnight. */
  readonly endMinute: number;
  /** It began on the day before. */
  readonly fromYesterday: boolean;
  /** It goes on on the day after. */
  readonly intoTomorrow: boolean;
}

/** Every period of a schedule, day by day: an overnight one is two pieces. Blackouts come last, because they win. */
export function weekPieces({
  windows,
  blackouts,
}: Pick<AutomationSchedule, PeriodKind>): readonly WeekPiece[] {
  return [...piecesOf("windows", windows), ...piecesOf("blackouts", blackouts)];
}

function piecesOf(kind: PeriodKind, periods: readonly WeeklyPeriod[]): readonly WeekPiece[] {
  return periods.flatMap((period, index) =>
    WEEKDAYS.filter((day) => period.days.includes(day)).flatMap((day) =>
      piecesFrom(day, period).map((piece): WeekPiece => ({ kind, index, period, ...piece })),
    ),
  );
}

type Place = Omit<WeekPiece, "kind" | "index" | "period">;

function piecesFrom(day: Weekday, period: WeeklyPeriod): readonly Place[] {
  const startMinute = minuteOfDay(period.start);
  const endMinute = minuteOfDay(period.end);
  if (!isOvernight(period)) {
    return [{ day, startMinute, endMinute, fromYesterday: false, intoTomorrow: false }];
  }
  const first: Place = {
    day,
    startMinute,
    endMinute: DAY_MINUTES,
    fromYesterday: false,
    intoTomorrow: endMinute > 0,
  };
  if (endMinute === 0) return [first];
  return [first, { day: dayAfter(day), startMinute: 0, endMinute, fromYesterday: true, intoTomorrow: false }];
}

function dayAfter(day: Weekday): Weekday {
  return WEEKDAYS[(WEEKDAYS.indexOf(day) + 1) % WEEKDAYS.length] ?? day;
}
