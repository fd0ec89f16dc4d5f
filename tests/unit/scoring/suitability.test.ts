import { describe, expect, it, test } from "vitest";
import { suitabilityPercent, VERDICT_BANDS, verdictOf } from "@/lib/scoring/suitability";

describe("suitabilityPercent", () => {
  test.each([
    { points: 0, percent: 100 },
    { points: 12.5, percent: 80 },
    { points: 50, percent: 50 },
    { points: 75, percent: 40 },
    { points: 200, percent: 20 },
    { points: 2_000, percent: 2.439 },
  ])("is $percent % at $points points", ({ points, percent }) => {
    expect(suitabilityPercent(points, 50)).toBeCloseTo(percent, 3);
  });

  it("falls strictly and never reaches 0", () => {
    let before = Number.POSITIVE_INFINITY;
    for (let points = 0; points <= 5_000; points += 1) {
      const now = suitabilityPercent(points, 50);
      expect(now).toBeLessThan(before);
      expect(now).toBeGreaterThan(0);
      before = now;
    }
  });
});

describe("verdictOf", () => {
  test.each([
    { percent: 100, verdict: "excellent" },
    { percent: 80, verdict: "excellent" },
    { percent: 79.9, verdict: "good" },
    { percent: 60, verdict: "good" },
    { percent: 59.9, verdict: "acceptable" },
    { percent: 50, verdict: "acceptable" },
    { percent: 49.9, verdict: "poor" },
    { percent: 40, verdict: "poor" },
    { percent: 39.9, verdict: "critical" },
    { percent: 0.1, verdict: "critical" },
  ])("calls $percent % $verdict", ({ percent, verdict }) => {
    expect(verdictOf(percent)).toBe(verdict);
  });

  it("has bands that fall", () => {
    const from = VERDICT_BANDS.map(({ fromPercent }) => fromPercent);
    expect(from).toEqual(from.toSorted((one, other) => other - one));
  });
});
