import { describe, expect, it, test } from "vitest";
import { axisTicks } from "@/lib/client/format/axis-ticks";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** 13:45 in the zone of the tests, which is 45 minutes off. */
const NOW = Date.UTC(2026, 0, 5, 8, 0, 7);

describe("labels of a time axis", () => {
  test.each([
    ["10 minutes", 10 * MINUTE_MS],
    ["an hour", HOUR_MS],
    ["six hours", 6 * HOUR_MS],
    ["a day", DAY_MS],
    ["a week", 7 * DAY_MS],
    ["a month", 30 * DAY_MS],
    ["a year", 365 * DAY_MS],
  ])("are a few, inside, and equally far apart over %s", (_, span) => {
    const ticks = axisTicks(NOW - span, NOW);
    expect(ticks.length).toBeGreaterThanOrEqual(2);
    expect(ticks.length).toBeLessThanOrEqual(7);
    const steps = ticks.slice(1).map((tick, index) => tick - (ticks[index] ?? 0));
    expect(new Set(steps).size).toBe(1);
    for (const tick of ticks) {
      expect(tick).toBeGreaterThanOrEqual(NOW - span);
      expect(tick).toBeLessThanOrEqual(NOW);
    }
  });

  it("are at round times of the reader's clock", () => {
    const clock = axisTicks(NOW - 6 * HOUR_MS, NOW).map((tick) => new Date(tick));
    expect(clock.every((tick) => tick.getMinutes() === 0 && tick.getSeconds() === 0)).toBe(true);
    const days = axisTicks(NOW - 7 * DAY_MS, NOW).map((tick) => new Date(tick));
    expect(days.every((tick) => tick.getHours() === 0 && tick.getMinutes() === 0)).toBe(true);
  });

  it("are none where there is no time between the ends", () => {
    expect(axisTicks(NOW, NOW)).toEqual([]);
    expect(axisTicks(Number.NaN, NOW)).toEqual([]);
  });
});
