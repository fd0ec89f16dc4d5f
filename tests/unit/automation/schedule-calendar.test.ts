import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AutomationSchedule, WEEKDAYS, type WeeklyPeriod } from "@/lib/automation/automation-schedule";
import { scheduleState } from "@/lib/automation/schedule-state";
import { isoMinute as iso, period, schedule } from "./a-schedule";

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

const at = (text: string) => Date.parse(text);

/** Minutes ahead of UTC in 2026, written down by hand: the first entry holds until the next one's moment. */
const ZONES: Readonly<Record<string, readonly (readonly [fromIso: string, minutes: number])[]>> = {
  "Europe/Berlin": [
    ["2025-12-01T00:00Z", 60],
    ["2026-03-29T01:00Z", 120],
    ["2026-10-25T01:00Z", 60],
  ],
  "America/New_York": [
    ["2025-12-01T00:00Z", -300],
    ["2026-03-08T07:00Z", -240],
    ["2026-11-01T06:00Z", -300],
  ],
  "Australia/Lord_Howe": [
    ["2025-12-01T00:00Z", 660],
    ["2026-04-04T15:00Z", 630],
    ["2026-10-03T15:30Z", 660],
  ],
  "Asia/Kolkata": [["2025-12-01T00:00Z", 330]],
  "Asia/Tokyo": [["2025-12-01T00:00Z", 540]],
  UTC: [["2025-12-01T00:00Z", 0]],
};

/** Open or closed by the plainest reading of the calendar, from the offsets above alone. */
function openByHand({ timeZone, windows, blackouts }: AutomationSchedule, atMs: number): boolean {
  const minutes = (ZONES[timeZone] ?? []).findLast(([from]) => at(from) <= atMs)?.[1] ?? Number.NaN;
  const wall = new Date(atMs + minutes * MINUTE_MS);
  const time = wall.toISOString().slice(11, 16);
  const names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;
  const today = names[wall.getUTCDay()] ?? "sun";
  const yesterday = names[(wall.getUTCDay() + 6) % 7] ?? "sun";
  const inside = ({ enabled, days, start, end }: WeeklyPeriod) => {
    if (!enabled) return false;
    if (start < end) return days.includes(today) && start <= time && time < end;
    return (days.includes(today) && start <= time) || (days.includes(yesterday) && time < end);
  };
  if (blackouts.some(inside)) return false;
  return windows.every(({ enabled }) => !enabled) || windows.some(inside);
}

const minuteText = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/** Times near changes of clocks more often than others. */
const minuteOfDay = fc.oneof(fc.integer({ min: 60, max: 200 }), fc.nat(1_439));

const anyPeriod: fc.Arbitrary<WeeklyPeriod> = fc
  .record({
    enabled: fc.constantFrom(true, true, true, false),
    days: fc.subarray([...WEEKDAYS], { minLength: 1 }),
    start: minuteOfDay,
    end: fc.oneof(minuteOfDay, fc.constant(1_440)),
  })
  .filter(({ start, end }) => start !== end)
  .map(({ start, end, ...rest }) => ({
    ...rest,
    name: "Any",
    start: minuteText(start),
    end: minuteText(end),
  }));

const anySchedule = fc.record({
  timeZone: fc.constantFrom(...Object.keys(ZONES)),
  windows: fc.array(anyPeriod, { maxLength: 3 }),
  blackouts: fc.array(anyPeriod, { maxLength: 2 }),
});

/** A moment within four days of a change of a clock somewhere, or anywhere in the year. */
const anyMoment = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(
        ...Object.values(ZONES).flatMap((changes) => changes.slice(1).map(([from]) => at(from))),
      ),
      fc.integer({ min: -5_760 * 60, max: 5_760 * 60 }),
    )
    .map(([changeMs, seconds]) => changeMs + seconds * 1_000),
  fc
    .integer({ min: at("2026-01-01T00:00Z") / 1_000, max: at("2026-12-01T00:00Z") / 1_000 })
    .map((s) => s * 1_000),
);

describe("any schedule at any moment", () => {
  it("is open or closed as the calendar says, and changes next at the minute at which it does", () => {
    fc.assert(
      fc.property(anySchedule, anyMoment, (any, atMs) => {
        const { open, changesAtMs } = scheduleState(any, atMs);
        expect(open).toBe(openByHand(any, atMs));
        const firstMs = (Math.floor(atMs / MINUTE_MS) + 1) * MINUTE_MS;
        const lastMs = changesAtMs ?? atMs + 15 * DAY_MS;
        for (let momentMs = firstMs; momentMs < lastMs; momentMs += MINUTE_MS) {
          if (openByHand(any, momentMs) !== open) {
            expect(iso(changesAtMs)).toBe(iso(momentMs));
            return;
          }
        }
        if (changesAtMs !== null) expect(openByHand(any, changesAtMs)).toBe(!open);
      }),
      { numRuns: 150 },
    );
  });

  it.each(Object.keys(ZONES))(
    "agrees with the calendar at every minute around the changes in %s",
    (timeZone) => {
      const nights = schedule(
        timeZone,
        [period("all", "22:10", "02:20"), period("sun", "01:40", "03:05")],
        [period("sat sun", "01:50", "02:05")],
      );
      const changes = ZONES[timeZone]?.slice(1).map(([from]) => at(from)) ?? [];
      const moments = changes.length > 0 ? changes : [at("2026-03-29T01:00Z")];
      const wrong = moments.flatMap((changeMs) =>
        Array.from({ length: 1_440 }, (_, index) => changeMs + (index - 720) * MINUTE_MS).filter(
          (momentMs) => scheduleState(nights, momentMs).open !== openByHand(nights, momentMs),
        ),
      );
      expect(wrong.map(iso)).toEqual([]);
    },
  );
});
