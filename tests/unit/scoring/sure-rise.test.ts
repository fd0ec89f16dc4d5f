import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FASTEST_RISE, sureRise, type TimedPercent } from "@/lib/scoring/sure-rise";
import { between, SEED } from "./builders";

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2026, 0, 1);

const hours = (count: number, percent: (hour: number) => number): readonly TimedPercent[] =>
  Array.from({ length: count }, (_, hour) => ({ atMs: START_MS + hour * HOUR_MS, percent: percent(hour) }));

/** Repeatable noise between -1 and 1. */
const noise = (hour: number) => Math.sin(hour * 12.9898) * Math.cos(hour * 78.233);

describe("sureRise", () => {
  it("finds a straight rise to the decimal", () => {
    expect(sureRise(hours(168, (hour) => 20 + (hour / 24) * 3))).toBeCloseTo(3, 6);
  });

  it("is 0 for a level and for a falling load", () => {
    expect(sureRise(hours(168, () => 42))).toBe(0);
    expect(sureRise(hours(168, (hour) => 90 - hour / 4))).toBe(0);
  });

  it("sees no trend in a load that comes back every day, wherever the readings begin and end", () => {
    for (const offset of [0, 3, 7, 12, 19]) {
      for (const count of [50, 61, 100, 168]) {
        const daily = hours(count, (hour) => 50 + 40 * Math.sin(((hour + offset) / 24) * 2 * Math.PI));
        expect(sureRise(daily)).toBeCloseTo(0, 6);
      }
    }
  });

  it("finds the rise under a daily load", () => {
    const daily = hours(168, (hour) => 30 + hour / 24 + 20 * Math.sin((hour / 24) * 2 * Math.PI));
    expect(sureRise(daily)).toBeCloseTo(1, 6);
  });

  it("takes doubt off a noisy rise, and sees none in noise", () => {
    const noisy = sureRise(hours(168, (hour) => 30 + (hour / 24) * 2 + 10 * noise(hour))) ?? -1;
    expect(noisy).toBeGreaterThan(0.5);
    expect(noisy).toBeLessThan(2);
    expect(sureRise(hours(168, (hour) => 50 + 20 * noise(hour)))).toBeLessThan(0.5);
  });

  it("counts in part before three full days, without a jump", () => {
    const riseAfter = (count: number) => sureRise(hours(count, (hour) => 20 + (hour / 24) * 3)) ?? 0;
    expect(riseAfter(36)).toBeLessThan(1);
    expect(riseAfter(72)).toBeCloseTo(3, 6);
    for (let count = 30; count < 168; count += 1) {
      expect(Math.abs(riseAfter(count + 1) - riseAfter(count))).toBeLessThan(0.25);
    }
  });

  it("is null until some hour of the day was read twice", () => {
    expect(sureRise([])).toBeNull();
    expect(sureRise(hours(24, (hour) => hour))).toBeNull();
    expect(sureRise(hours(25, () => 10))).toBe(0);
  });

  it("is capped", () => {
    expect(sureRise(hours(168, (hour) => hour))).toBe(FASTEST_RISE);
  });

  it("does not mind the same hour twice", () => {
    const once = hours(168, (hour) => 20 + hour / 24);
    expect(sureRise([...once, ...once])).toBeCloseTo(1, 6);
  });

  it("does not change when all readings are higher by the same", () => {
    fc.assert(
      fc.property(
        fc.array(between(0, 60), { minLength: 48, maxLength: 168 }),
        between(0, 40),
        (percents, more) => {
          const low = sureRise(hours(percents.length, (hour) => percents[hour] ?? 0)) ?? -1;
          const high = sureRise(hours(percents.length, (hour) => (percents[hour] ?? 0) + more)) ?? -1;
          expect(high).toBeCloseTo(low, 6);
        },
      ),
      { ...SEED, numRuns: 200 },
    );
  });
});
