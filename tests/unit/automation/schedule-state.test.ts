import { describe, expect, it, test } from "vitest";
import { scheduleState } from "@/lib/automation/schedule-state";
import { isoMinute as iso, period, schedule } from "./a-schedule";

const at = (text: string) => Date.parse(text);

describe("a window over midnight", () => {
  const friday = schedule("Europe/Berlin", [period("fri", "22:00", "06:00")]);

  // Friday is 20 November 2026; Berlin is an hour ahead of UTC then.
  test.each([
    ["Friday 02:00", "2026-11-20T01:00Z", false, "2026-11-20T21:00"],
    ["Friday 21:59", "2026-11-20T20:59Z", false, "2026-11-20T21:00"],
    ["Friday 22:00", "2026-11-20T21:00Z", true, "2026-11-21T05:00"],
    ["Saturday 02:00", "2026-11-21T01:00Z", true, "2026-11-21T05:00"],
    ["Saturday 05:59", "2026-11-21T04:59Z", true, "2026-11-21T05:00"],
    ["Saturday 06:00", "2026-11-21T05:00Z", false, "2026-11-27T21:00"],
    ["Saturday 22:00", "2026-11-21T21:00Z", false, "2026-11-27T21:00"],
  ])("belongs to the day on which it begins: %s", (_name, moment, open, changes) => {
    const state = scheduleState(friday, at(moment));
    expect({ open: state.open, changes: iso(state.changesAtMs) }).toEqual({ open, changes });
  });

  it("of Sunday goes on into Monday", () => {
    const sunday = schedule("UTC", [period("sun", "22:00", "06:00")]);
    expect(scheduleState(sunday, at("2026-11-23T05:59Z")).open).toBe(true);
    expect(scheduleState(sunday, at("2026-11-22T05:59Z")).open).toBe(false);
  });

  it("that ends at 00:00 ends with its day", () => {
    const evening = schedule("UTC", [period("fri", "20:00", "00:00")]);
    expect(iso(scheduleState(evening, at("2026-11-20T23:59Z")).changesAtMs)).toBe("2026-11-21T00:00");
  });
});

describe("where clocks are changed", () => {
  test.each([
    // Berlin: 29 March 2026, 02:00 becomes 03:00; 25 October, 03:00 becomes 02:00.
    [
      "a window in the hour that is skipped does not open",
      "Europe/Berlin",
      ["sun", "02:15", "02:45"],
      "2026-03-28T12:00Z",
      false,
      "2026-04-05T00:15",
    ],
    [
      "a window that begins in the skipped hour opens after it",
      "Europe/Berlin",
      ["sun", "02:30", "04:00"],
      "2026-03-29T00:59Z",
      false,
      "2026-03-29T01:00",
    ],
    [
      "a window that ends in the skipped hour ends with it",
      "Europe/Berlin",
      ["sun", "01:00", "02:30"],
      "2026-03-29T00:30Z",
      true,
      "2026-03-29T01:00",
    ],
    [
      "a night is an hour shorter in spring",
      "Europe/Berlin",
      ["sat", "22:00", "06:00"],
      "2026-03-28T21:00Z",
      true,
      "2026-03-29T04:00",
    ],
    [
      "a night is an hour longer in autumn",
      "Europe/Berlin",
      ["sat", "22:00", "06:00"],
      "2026-10-24T20:00Z",
      true,
      "2026-10-25T05:00",
    ],
    [
      "a window in the hour that comes twice opens the first time",
      "Europe/Berlin",
      ["sun", "02:15", "02:45"],
      "2026-10-25T00:15Z",
      true,
      "2026-10-25T00:45",
    ],
    [
      "and the second time",
      "Europe/Berlin",
      ["sun", "02:15", "02:45"],
      "2026-10-25T00:45Z",
      false,
      "2026-10-25T01:15",
    ],
    [
      "the second one ends at its end",
      "Europe/Berlin",
      ["sun", "02:15", "02:45"],
      "2026-10-25T01:15Z",
      true,
      "2026-10-25T01:45",
    ],
    // New York: 8 March 2026, 02:00 becomes 03:00; 1 November, 02:00 becomes 01:00.
    [
      "New York in spring",
      "America/New_York",
      ["sun", "02:30", "04:00"],
      "2026-03-08T06:59Z",
      false,
      "2026-03-08T07:00",
    ],
    [
      "New York in autumn",
      "America/New_York",
      ["sat", "22:00", "03:00"],
      "2026-11-01T02:00Z",
      true,
      "2026-11-01T08:00",
    ],
    // Lord Howe: 4 October 2026, 02:00 becomes 02:30; 5 April, 02:00 becomes 01:30.
    [
      "half an hour is skipped",
      "Australia/Lord_Howe",
      ["sun", "02:15", "04:00"],
      "2026-10-03T15:29Z",
      false,
      "2026-10-03T15:30",
    ],
    [
      "half an hour comes twice: it closes between",
      "Australia/Lord_Howe",
      ["sun", "01:45", "02:00"],
      "2026-04-04T14:45Z",
      true,
      "2026-04-04T15:00",
    ],
    [
      "half an hour comes twice: it opens again",
      "Australia/Lord_Howe",
      ["sun", "01:45", "02:00"],
      "2026-04-04T15:00Z",
      false,
      "2026-04-04T15:15",
    ],
    // No clock is changed here.
    [
      "India is five and a half hours ahead",
      "Asia/Kolkata",
      ["mon", "22:00", "06:00"],
      "2026-03-30T16:30Z",
      true,
      "2026-03-31T00:30",
    ],
    ["UTC", "UTC", ["sun", "02:15", "02:45"], "2026-03-29T02:15Z", true, "2026-03-29T02:45"],
  ] as const)("%s", (_name, timeZone, [days, start, end], moment, open, changes) => {
    const state = scheduleState(schedule(timeZone, [period(days, start, end)]), at(moment));
    expect({ open: state.open, changes: iso(state.changesAtMs) }).toEqual({ open, changes });
  });
});

describe("windows and blackouts", () => {
  it("no window leaves it open for good", () => {
    expect(scheduleState(schedule("UTC", []), at("2026-11-20T12:00Z"))).toEqual({
      open: true,
      changesAtMs: null,
      reason: "No window is set, so moves may be made at any time.",
    });
  });

  it("windows that are all switched off are none", () => {
    const off = schedule("UTC", [period("mon", "01:00", "02:00", { enabled: false })]);
    expect(scheduleState(off, at("2026-11-20T12:00Z")).open).toBe(true);
  });

  it("a blackout wins over a window", () => {
    const both = schedule(
      "UTC",
      [period("all", "20:00", "06:00")],
      [period("all", "01:00", "03:00", { name: "Backups" })],
    );
    const state = scheduleState(both, at("2026-11-20T01:00Z"));
    expect(state.open).toBe(false);
    expect(state.reason).toBe(
      'In the blackout "Backups" (every day 01:00 to 03:00); it opens Friday 20 November 03:00 (UTC).',
    );
  });

  it("a blackout without a window closes only its own time", () => {
    const only = schedule("UTC", [], [period("fri", "08:00", "18:00")]);
    expect(scheduleState(only, at("2026-11-20T07:00Z"))).toMatchObject({
      open: true,
      reason:
        "No window is set, so moves may be made at any time outside blackouts; the next is Friday 20 November 08:00 (UTC).",
    });
    expect(iso(scheduleState(only, at("2026-11-20T08:00Z")).changesAtMs)).toBe("2026-11-20T18:00");
  });

  it("a blackout that is always on never opens", () => {
    const never = schedule("UTC", [], [period("all", "00:00", "24:00")]);
    expect(scheduleState(never, at("2026-11-20T08:00Z"))).toMatchObject({
      open: false,
      changesAtMs: null,
      reason: 'In the blackout "Nights" (every day 00:00 to 24:00); it never opens.',
    });
  });

  it("windows that touch are one", () => {
    const touching = schedule("UTC", [period("fri", "20:00", "24:00"), period("sat", "00:00", "02:00")]);
    expect(iso(scheduleState(touching, at("2026-11-20T21:00Z")).changesAtMs)).toBe("2026-11-21T02:00");
  });

  it("says which window it is in, and when it opens, by the wall clock of its zone", () => {
    const nights = schedule("Europe/Berlin", [period("mon fri", "22:00", "06:00")]);
    expect(scheduleState(nights, at("2026-11-20T22:00Z")).reason).toBe(
      'In the window "Nights" (Monday, Friday 22:00 to 06:00 of the next day), until Saturday 21 November 06:00 (Europe/Berlin).',
    );
    expect(scheduleState(nights, at("2026-11-20T12:00Z")).reason).toBe(
      "Outside all windows; it opens Friday 20 November 22:00 (Europe/Berlin).",
    );
  });
});
