import { describe, expect, it, test } from "vitest";
import {
  ANY_TIME,
  automationScheduleFrom,
  isOvernight,
  periodText,
  scheduleProblem,
} from "@/lib/automation/automation-schedule";
import { AUTOMATION_SECTIONS } from "@/lib/automation/automation-settings";
import { settingSchema } from "@/lib/settings/setting-schema";

const night = { name: "Nights", enabled: true, days: ["fri"], start: "22:00", end: "06:00" };

function text(parts: Record<string, unknown>, list = "windows"): string {
  return JSON.stringify({
    timeZone: "Europe/Berlin",
    windows: [],
    blackouts: [],
    [list]: [{ ...night, ...parts }],
  });
}

describe("a schedule", () => {
  it("is read from a setting's text", () => {
    const schedule = automationScheduleFrom(text({}));
    expect(schedule).toEqual({ timeZone: "Europe/Berlin", windows: [night], blackouts: [] });
  });

  it("is any time where the text is empty", () => {
    expect(automationScheduleFrom("")).toEqual(ANY_TIME);
    expect(scheduleProblem(" ")).toBeNull();
  });

  test.each([
    ["a window over midnight", text({})],
    ["a whole day", text({ start: "00:00", end: "24:00" })],
    ["a day up to midnight", text({ start: "08:00", end: "00:00" })],
    ["a zone by its old name", JSON.stringify({ timeZone: "Asia/Calcutta", windows: [], blackouts: [] })],
  ])("can have %s", (_name, value) => {
    expect(scheduleProblem(value)).toBeNull();
  });

  test.each([
    ["{", "Is not JSON."],
    [
      JSON.stringify({ timeZone: "Europe/Bern", windows: [], blackouts: [] }),
      'There is no time zone "Europe/Bern"; one is Europe/Berlin.',
    ],
    [
      JSON.stringify({ timeZone: "+02:00", windows: [], blackouts: [] }),
      'There is no time zone "+02:00"; one is Europe/Berlin.',
    ],
    [
      JSON.stringify({ timeZone: "", windows: [], blackouts: [] }),
      'There is no time zone ""; one is Europe/Berlin.',
    ],
    [JSON.stringify({ windows: [], blackouts: [] }), "Needs a time zone."],
    [JSON.stringify({ timeZone: "UTC", blackouts: [] }), "Windows are a list."],
    [text({ days: [] }), "Window 1: Choose at least one day."],
    [text({ days: ["fri", "fri"] }), "Window 1: Names a day twice."],
    [text({ days: ["Friday"] }), "Window 1: A day is one of mon, tue, wed, thu, fri, sat, sun."],
    [text({ end: "22:00" }), "Window 1: Start and end are the same; a whole day is 00:00 to 24:00."],
    [text({ start: "24:00" }), "Window 1: The start is a time from 00:00 to 23:59, such as 08:30."],
    [text({ end: "6:00" }), "Window 1: The end is a time from 00:00 to 24:00, such as 08:30."],
    [text({ end: "24:01" }), "Window 1: The end is a time from 00:00 to 24:00, such as 08:30."],
    [text({ name: " " }), "Window 1: Needs a name."],
    [text({ days: [] }, "blackouts"), "Blackout 1: Choose at least one day."],
  ])("that cannot be used is refused with a sentence (%#)", (value, sentence) => {
    expect(scheduleProblem(value)).toBe(sentence);
  });

  it("is a setting that refuses what cannot be used", () => {
    const settings = AUTOMATION_SECTIONS.flatMap((section) => [...section.settings]);
    const definition = settings.find(({ key }) => key === "automation.schedule");
    if (!definition) throw new Error("The setting is missing.");
    expect(settingSchema(definition).safeParse(text({})).success).toBe(true);
    expect(settingSchema(definition).safeParse(text({ days: [] })).error?.issues[0]?.message).toBe(
      "Window 1: Choose at least one day.",
    );
  });
});

describe("a period", () => {
  it("with an end before its start says that it ends on the next day", () => {
    expect(isOvernight(night)).toBe(true);
    expect(periodText({ days: ["fri", "mon"], start: "22:00", end: "06:00" })).toBe(
      "Monday, Friday 22:00 to 06:00 of the next day",
    );
  });

  it("of a whole day ends on the same day", () => {
    expect(isOvernight({ start: "00:00", end: "24:00" })).toBe(false);
  });
});
