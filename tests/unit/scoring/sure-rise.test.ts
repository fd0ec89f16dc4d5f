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

const DAY = 24;
const WEEK = 168;

describe("sureRise", () => {
  it("finds a straight rise to the decimal", () => {
    expect(sureRise(hours(2 * WEEK, (hour) => 20 + (hour / DAY) * 3))).toBeCloseTo(3, 6);
  });

  it("is 0 for a level and for a falling load", () => {
    expect(sureRise(hours(2 * WEEK, () => 42))).toBe(0);
    expect(sureRise(hours(2 * WEEK, (hour) => 90 - hour / 8))).toBe(0);
  });

  it("sees no trend in a load that comes back every day, wherever the readings begin and end", () => {
    for (const offset of [0, 3, 7, 12, 19]) {
      for (const count of [200, 261, 336, 500]) {
        const daily = hours(count, (hour) => 50 + 40 * Math.sin(((hour + offset) / DAY) * 2 * Math.PI));
        expect(sureRise(daily)).toBeCloseTo(0, 6);
      }
    }
  });

  it("sees no trend in a quiet weekend and a busy week, whatever the day", () => {
    for (let today = 0; today < 7; today += 1) {
      const office = hours(3 * WEEK, (hour) => (Math.floor(hour / DAY + today) % 7 < 2 ? 20 : 60));
      expect(sureRise(office)).toBeCloseTo(0, 6);
    }
  });

  it("finds the rise under a daily and weekly load", () => {
    const rising = hours(3 * WEEK, (hour) => {
      const weekday = Math.floor(hour / DAY) % 7 < 2 ? 0 : 20;
      return 20 + hour / DAY + weekday + 10 * Math.sin((hour / DAY) * 2 * Math.PI);
    });
    expect(sureRise(rising)).toBeCloseTo(1, 6);
  });

  it("takes doubt off a noisy rise, and sees none in noise", () => {
    const noisy = sureRise(hours(3 * WEEK, (hour) => 30 + hour / DAY + 10 * noise(hour))) ?? -1;
    expect(noisy).toBeGreaterThan(0.5);
    expect(noisy).toBeLessThan(1);
    expect(sureRise(hours(3 * WEEK, (hour) => 50 + 20 * noise(hour)))).toBeLessThan(0.25);
  });

  it("counts in part before ten full days, without a jump", () => {
    const riseAfter = (count: number) => sureRise(hours(count, (hour) => 20 + (hour / DAY) * 3)) ?? 0;
    expect(riseAfter(8 * DAY)).toBeLessThan(1.01);
    expect(riseAfter(10 * DAY)).toBeCloseTo(3, 6);
    for (let count = WEEK + 6; count < 2 * WEEK; count += 1) {
      expect(Math.abs(riseAfter(count + 1) - riseAfter(count))).toBeLessThan(0.25);
    }
  });

  it("is null until some hour of the week was read twice", () => {
    expect(sureRise([])).toBeNull();
    expect(sureRise(hours(WEEK, (hour) => hour / 2))).toBeNull();
    expect(sureRise(hours(WEEK + 1, () => 10))).toBe(0);
  });

  it("is capped", () => {
    expect(sureRise(hours(2 * WEEK, (hour) => hour))).toBe(FASTEST_RISE);
  });

  it("does not mind the same hour twice", () => {
    const once = hours(2 * WEEK, (hour) => 20 + hour / DAY);
    expect(sureRise([...once, ...once])).toBeCloseTo(1, 6);
  });

  it("does not change when all readings are higher by the same", () => {
    fc.assert(
      fc.property(
        fc.array(between(0, 60), { minLength: 2 * WEEK, maxLength: 3 * WEEK }),
        between(0, 40),
        (percents, more) => {
          const low = sureRise(hours(percents.length, (hour) => percents[hour] ?? 0)) ?? -1;
          const high = sureRise(hours(percents.length, (hour) => (percents[hour] ?? 0) + more)) ?? -1;
          expect(high).toBeCloseTo(low, 6);
        },
      ),
      { ...SEED, numRuns: 100 },
    );
  });
});
