import { z } from "zod";
import { isTimeZone } from "./zone-clock";

export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

const DAY_NAMES: Readonly<Record<Weekday, string>> = {
  mon: "Monday",
  tue: "Tuesday",
  wed: "Wednesday",
  thu: "Thursday",
  fri: "Friday",
  sat: "Saturday",
  sun: "Sunday",
};

/** More than this in one list nobody can read any more. */
const MOST_PERIODS = 50;

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const END_TIME = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/;

const weeklyPeriod = z
  .strictObject({
    name: z
      .string({ error: "Needs a name." })
      .trim()
      .min(1, "Needs a name.")
      .max(60, "The name has at most 60 characters."),
    enabled: z.boolean({ error: "Must be on or off." }),
    days: z
      .array(z.enum(WEEKDAYS, { error: `A day is one of ${WEEKDAYS.join(", ")}.` }), {
        error: "Choose at least one day.",
      })
      .min(1, "Choose at least one day.")
      .refine((days) => new Set(days).size === days.length, "Names a day twice."),
    start: z
      .string({ error: "Needs a start." })
      .regex(TIME, "The start is a time from 00:00 to 23:59, such as 08:30."),
    end: z
      .string({ error: "Needs an end." })
      .regex(END_TIME, "The end is a time from 00:00 to 24:00, such as 08:30."),
  })
  .refine(({ start, end }) => start !== end, {
    path: ["end"],
    message: "Start and end are the same; a whole day is 00:00 to 24:00.",
  });

const periods = (error: string) =>
  z.array(weeklyPeriod, { error }).max(MOST_PERIODS, `At most ${MOST_PERIODS} of them.`);

/**
 * When automation may move guests. Times are those of the wall clock in `timeZone`. An end before the start is on the next day, and
 * such a period belongs to the day on which it begins: Friday 22:00 to 06:00 ends on Saturday morning.
 */
export const automationSchedule = z.strictObject({
  timeZone: z.string({ error: "Needs a time zone." }).check((context) => {
    if (isTimeZone(context.value)) return;
    context.issues.push({
      code: "custom",
      input: context.value,
      message: `There is no time zone "${context.value.slice(0, 60)}"; one is Europe/Berlin.`,
    });
  }),
  windows: periods("Windows are a list."),
  blackouts: periods("Blackouts are a list."),
});
export type AutomationSchedule = z.infer<typeof automationSchedule>;
export type WeeklyPeriod = z.infer<typeof weeklyPeriod>;

/** No window and no blackout: moves may be made at any time. */
export const ANY_TIME: AutomationSchedule = { timeZone: "UTC", windows: [], blackouts: [] };

/**
 * The schedule that a setting's text holds; an empty text is {@link ANY_TIME}.
 *
 * @throws SyntaxError or ZodError for a text of which {@link scheduleProblem} says something
 */
export function automationScheduleFrom(text: string): AutomationSchedule {
  return text.trim() === "" ? ANY_TIME : automationSchedule.parse(JSON.parse(text));
}

/** What is wrong with the text of a schedule, as one sentence that says where; null when it can be used. */
export function scheduleProblem(text: string): string | null {
  if (text.trim() === "") return null;
  const read = jsonFrom(text);
  if (read === null) return "Is not JSON.";
  const [issue] = automationSchedule.safeParse(read.value).error?.issues ?? [];
  if (!issue) return null;
  const [list, index] = issue.path;
  if (typeof index !== "number") return issue.message;
  return `${list === "windows" ? "Window" : "Blackout"} ${index + 1}: ${issue.message}`;
}

function jsonFrom(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

/** Whether a period ends on the day after the one on which it begins. */
export function isOvernight({ start, end }: Pick<WeeklyPeriod, "start" | "end">): boolean {
  return end < start;
}

/** `Monday, Friday 22:00 to 06:00 of the next day`. */
export function periodText(period: Pick<WeeklyPeriod, "days" | "start" | "end">): string {
  const days = WEEKDAYS.filter((day) => period.days.includes(day)).map((day) => DAY_NAMES[day]);
  const when = days.length === WEEKDAYS.length ? "every day" : days.join(", ");
  return `${when} ${period.start} to ${period.end}${isOvernight(period) ? " of the next day" : ""}`;
}
