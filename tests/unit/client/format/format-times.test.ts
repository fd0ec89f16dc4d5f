import { describe, expect, it, test } from "vitest";
import { formatDuration, formatShortDuration } from "@/lib/client/format/format-duration";
import { formatAxisTime, formatExact, formatMinute, formatRelative } from "@/lib/client/format/format-time";

const MOMENT = Date.UTC(2026, 0, 5, 8, 0, 7);

describe("formatDuration", () => {
  test.each([
    [0, "0 s"],
    [0.25, "250 ms"],
    [41, "41 s"],
    [200, "3 min 20 s"],
    [180, "3 min"],
    [18_120, "5 h 2 min"],
    [86_400, "1 d"],
    [1_051_200, "12 d 4 h"],
    [null, "–"],
  ])("writes %s seconds as %s", (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it("has a short form with the largest unit", () => {
    expect(formatShortDuration(200)).toBe("3 min");
    expect(formatShortDuration(0.4)).toBe("0 s");
    expect(formatShortDuration(null)).toBe("–");
  });
});

describe("times", () => {
  test.each([
    [MOMENT, "just now"],
    [MOMENT - 4_000, "4 s ago"],
    [MOMENT - 7_200_000, "2 h ago"],
    [MOMENT + 90_000, "in 1 min"],
    [null, "–"],
  ])("says how far %s is from now: %s", (at, text) => {
    expect(formatRelative(at, MOMENT)).toBe(text);
  });

  it("writes exact times in the reader's zone", () => {
    expect(formatExact(MOMENT)).toBe("2026-01-05 13:45:07 GMT+5:45");
    expect(formatExact(MOMENT, "UTC")).toBe("2026-01-05 08:00:07 UTC");
    expect(formatMinute(MOMENT, "UTC")).toBe("2026-01-05 08:00");
    expect(formatMinute(null)).toBe("–");
  });

  it("labels an axis by what changes along it", () => {
    expect(formatAxisTime(MOMENT, 3_600_000, "UTC")).toBe("08:00");
    expect(formatAxisTime(MOMENT, 7 * 86_400_000, "UTC")).toBe("01-05");
    expect(formatAxisTime(MOMENT, 365 * 86_400_000, "UTC")).toBe("2026-01");
  });
});
