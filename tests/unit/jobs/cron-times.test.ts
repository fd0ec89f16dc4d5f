import { describe, expect, it, test } from "vitest";
import { cronSchedule } from "@/lib/server/jobs/cron-times";

function firings(expression: string, from: string, to: string): string[] {
  const schedule = cronSchedule(expression);
  const found: string[] = [];
  for (let atMs = schedule.nextAfter(Date.parse(from)); atMs !== null && atMs <= Date.parse(to); ) {
    found.push(new Date(atMs).toISOString().slice(0, 16));
    atMs = schedule.nextAfter(atMs);
  }
  return found;
}

describe("a cron expression", () => {
  it("means UTC without a zone, whatever the server's own zone is", () => {
    expect(firings("30 6 * * *", "2026-05-01T00:00:00Z", "2026-05-02T23:00:00Z")).toEqual([
      "2026-05-01T06:30",
      "2026-05-02T06:30",
    ]);
  });

  test.each([
    {
      name: "Berlin, clocks go forward: 02:30 does not exist and fires at the change",
      cron: "TZ=Europe/Berlin 30 2 * * *",
      from: "2026-03-28T00:00:00Z",
      to: "2026-03-30T12:00:00Z",
      expected: ["2026-03-28T01:30", "2026-03-29T01:00", "2026-03-30T00:30"],
    },
    {
      name: "Berlin, clocks go back: 02:30 comes twice and fires once",
      cron: "TZ=Europe/Berlin 30 2 * * *",
      from: "2026-10-24T00:00:00Z",
      to: "2026-10-26T12:00:00Z",
      expected: ["2026-10-24T00:30", "2026-10-25T00:30", "2026-10-26T01:30"],
    },
    {
      name: "New York, clocks go forward",
      cron: "TZ=America/New_York 30 2 * * *",
      from: "2026-03-07T05:00:00Z",
      to: "2026-03-09T12:00:00Z",
      expected: ["2026-03-07T07:30", "2026-03-08T07:00", "2026-03-09T06:30"],
    },
    {
      name: "New York, clocks go back",
      cron: "TZ=America/New_York 30 1 * * *",
      from: "2026-10-31T04:00:00Z",
      to: "2026-11-02T12:00:00Z",
      expected: ["2026-10-31T05:30", "2026-11-01T05:30", "2026-11-02T06:30"],
    },
  ])("$name", ({ cron, from, to, expected }) => {
    expect(firings(cron, from, to)).toEqual(expected);
  });

  test.each(["Europe/Berlin", "America/New_York"])(
    "keeps a rhythm within the hour through both changes of the clocks in %s",
    (zone) => {
      const schedule = cronSchedule(`TZ=${zone} */10 * * * *`);
      for (const start of ["2026-03-08", "2026-03-29", "2026-10-25", "2026-11-01"]) {
        let atMs = Date.parse(`${start}T00:00:00Z`);
        for (let n = 0; n < 144; n += 1) {
          expect(schedule.nextAfter(atMs)).toBe(atMs + 600_000);
          atMs += 600_000;
        }
      }
    },
  );

  it("knows the latest moment that was missed", () => {
    const schedule = cronSchedule("*/5 * * * *");
    const at = (time: string) => Date.parse(`2026-05-01T${time}Z`);
    expect(schedule.latestWithin(at("10:00:00"), at("10:17:00"))).toBe(at("10:15:00"));
    expect(schedule.latestWithin(at("10:15:00"), at("10:17:00"))).toBeNull();
    expect(schedule.latestWithin(at("10:15:00"), at("10:20:00"))).toBe(at("10:20:00"));
    expect(schedule.latestWithin(at("10:15:00"), at("10:20:00") + 40)).toBe(at("10:20:00"));
    expect(schedule.latestWithin(at("10:15:00"), at("10:20:00") - 1)).toBeNull();
  });

  test.each(["61 * * * *", "TZ=Europe/Atlantis 0 2 * * *", "", "hourly"])(
    "that is wrong is refused: %s",
    (cron) => {
      expect(() => cronSchedule(cron)).toThrow(/cannot be used/);
    },
  );
});
