import { describe, expect, it } from "vitest";
import { automationScheduleFrom } from "@/lib/automation/automation-schedule";
import { nextClockChange } from "@/lib/client/automation/clock-change";
import { clockText } from "@/lib/client/automation/clock-text";
import { nextOpenings } from "@/lib/client/automation/next-openings";
import { openingText } from "@/lib/client/automation/opening-text";
import {
  periodIssues,
  scheduleOf,
  textOfSchedule,
  tidyPeriod,
  withoutPeriod,
  withPeriod,
} from "@/lib/client/automation/schedule-draft";
import { timeZoneGroups } from "@/lib/client/automation/time-zones";
import { weekPieces } from "@/lib/client/automation/week-pieces";
import { isoMinute, period, schedule } from "../../automation/a-schedule";

describe("a typed time", () => {
  it.each([
    ["8", "08:00"],
    ["8:5", "08:05"],
    ["830", "08:30"],
    ["2230", "22:30"],
    ["8.30", "08:30"],
    [" 22:00 ", "22:00"],
    ["24:00", "24:00"],
  ])("%s is %s", (typed, time) => {
    expect(clockText(typed)).toBe(time);
  });

  it.each(["", "soon", "8:", "12345", "-1"])("%s stays as it was typed", (typed) => {
    expect(clockText(typed)).toBe(typed);
  });
});

describe("a period that is edited", () => {
  it("says at each field what is wrong", () => {
    const wrong = tidyPeriod({ ...period("mon", "25:00", "soon"), name: " ", days: [] });
    expect(periodIssues(wrong)).toEqual({
      name: "Needs a name.",
      days: "Choose at least one day.",
      start: "The start is a time from 00:00 to 23:59, such as 08:30.",
      end: "The end is a time from 00:00 to 24:00, such as 08:30.",
    });
  });

  it("may not end when it begins", () => {
    expect(Object.keys(periodIssues(period("mon", "08:00", "08:00")))).toEqual(["end"]);
  });

  it("has nothing wrong when it goes over midnight", () => {
    expect(periodIssues(tidyPeriod(period("fri", "22", "6")))).toEqual({});
  });
});

describe("a schedule that is edited", () => {
  const nights = period("mon tue", "22:00", "06:00");
  const backups = period("sat", "01:00", "04:30", { name: "Backups" });

  it("gets, changes and loses periods, and is stored as it is read", () => {
    const empty = scheduleOf("", "Europe/Berlin");
    expect(empty).toEqual({ timeZone: "Europe/Berlin", windows: [], blackouts: [] });
    const one = withPeriod(empty, { kind: "windows", index: null, period: nights });
    const two = withPeriod(one, { kind: "blackouts", index: null, period: backups });
    const off = withPeriod(two, { kind: "windows", index: 0, period: { ...nights, enabled: false } });
    expect(automationScheduleFrom(textOfSchedule(off))).toEqual({
      timeZone: "Europe/Berlin",
      windows: [{ ...nights, enabled: false }],
      blackouts: [backups],
    });
    expect(withoutPeriod(off, { kind: "windows", index: 0 }).windows).toEqual([]);
    expect(off.windows).toHaveLength(1);
  });

  it("is nothing where nothing limits the times", () => {
    expect(textOfSchedule(scheduleOf("", "Asia/Tokyo"))).toBe("");
  });

  it("begins anew where what is stored cannot be read", () => {
    expect(scheduleOf("{", "UTC")).toEqual({ timeZone: "UTC", windows: [], blackouts: [] });
  });
});

describe("the picture of the week", () => {
  it("has an overnight period on both days, and Sunday's on Monday", () => {
    const pieces = weekPieces(schedule("UTC", [period("fri sun", "22:00", "06:00")]));
    expect(
      pieces.map(({ day, startMinute, endMinute, fromYesterday }) => [
        day,
        startMinute,
        endMinute,
        fromYesterday,
      ]),
    ).toEqual([
      ["fri", 1_320, 1_440, false],
      ["sat", 0, 360, true],
      ["sun", 1_320, 1_440, false],
      ["mon", 0, 360, true],
    ]);
  });

  it("ends a period at midnight, however that is written", () => {
    for (const end of ["00:00", "24:00"]) {
      expect(weekPieces(schedule("UTC", [period("mon", "20:00", end)]))).toMatchObject([
        { day: "mon", startMinute: 1_200, endMinute: 1_440, intoTomorrow: false },
      ]);
    }
  });

  it("draws blackouts over windows", () => {
    const pieces = weekPieces(
      schedule("UTC", [period("mon", "00:00", "24:00")], [period("mon", "08:00", "09:00")]),
    );
    expect(pieces.map(({ kind }) => kind)).toEqual(["windows", "blackouts"]);
  });
});

describe("the next openings", () => {
  const friday = Date.UTC(2026, 10, 20, 12, 0);

  it("are those of the zone, less the blackouts", () => {
    const nights = schedule(
      "Europe/Berlin",
      [period("fri", "22:00", "06:00")],
      [period("sat", "01:00", "04:30")],
    );
    expect(
      nextOpenings(nights, friday, 3).map(({ fromMs, untilMs }) => [isoMinute(fromMs), isoMinute(untilMs)]),
    ).toEqual([
      ["2026-11-20T21:00", "2026-11-21T00:00"],
      ["2026-11-21T03:30", "2026-11-21T05:00"],
      ["2026-11-27T21:00", "2026-11-28T00:00"],
    ]);
  });

  it("begin with the present one", () => {
    const [first] = nextOpenings(schedule("UTC", [period("fri", "08:00", "18:00")]), friday, 2);
    expect(first).toEqual({ fromMs: friday, untilMs: friday + 6 * 3_600_000, now: true });
  });

  it("have no end where nothing limits them, and are none where nothing ever opens", () => {
    expect(nextOpenings(schedule("UTC", []), friday, 3)).toEqual([
      { fromMs: friday, untilMs: null, now: true },
    ]);
    const never = schedule("UTC", [period("mon", "08:00", "09:00")], [period("mon", "00:00", "24:00")]);
    expect(nextOpenings(never, friday, 3)).toEqual([]);
  });
});

describe("an opening in words", () => {
  const fromMs = Date.UTC(2026, 10, 27, 21);
  const untilMs = Date.UTC(2026, 10, 28, 5);

  it.each([
    [{ fromMs, untilMs, now: false }, "Europe/Berlin", "Fri 27 Nov 22:00 to Sat 28 Nov 06:00"],
    [{ fromMs, untilMs, now: false }, "Asia/Tokyo", "Sat 28 Nov 06:00 to 14:00"],
    [{ fromMs, untilMs, now: true }, "Europe/Berlin", "now until Sat 28 Nov 06:00"],
    [{ fromMs, untilMs: null, now: true }, "UTC", "at any time"],
    [{ fromMs, untilMs: null, now: false }, "UTC", "from Fri 27 Nov 21:00 on"],
  ])("%o in %s is %s", (opening, zone, text) => {
    expect(openingText(opening, zone)).toBe(text);
  });
});

describe("the next change of the clock", () => {
  const winter = Date.UTC(2027, 0, 15);

  it("says when, by how much, and whom it meets", () => {
    const nights = schedule("Europe/Berlin", [
      period("sun", "02:30", "05:00", { name: "Early" }),
      period("sat", "22:00", "02:15", { name: "Late" }),
      period("sun", "03:00", "05:00", { name: "After" }),
      period("mon", "02:30", "05:00", { name: "Monday" }),
    ]);
    expect(nextClockChange(nights, winter)).toEqual({
      atMs: Date.UTC(2027, 2, 28, 1),
      byMinutes: 60,
      affected: ["Early", "Late"],
    });
  });

  it("goes back in autumn, through the hour before", () => {
    const nights = schedule("Europe/Berlin", [period("sun", "02:30", "05:00", { name: "Early" })]);
    expect(nextClockChange(nights, Date.UTC(2027, 6, 1))).toMatchObject({
      byMinutes: -60,
      affected: ["Early"],
    });
  });

  it("is none in a zone that keeps its time", () => {
    expect(nextClockChange(schedule("UTC", []), winter)).toBeNull();
  });
});

it("time zones are grouped, with UTC and with a spelling that only the setting knows", () => {
  const groups = new Map(timeZoneGroups("Etc/GMT+3"));
  expect(groups.get("Europe")).toContain("Europe/Berlin");
  expect(groups.get("Other")).toContain("UTC");
  expect(groups.get("Etc")).toContain("Etc/GMT+3");
});
