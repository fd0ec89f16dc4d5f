import { describe, expect, it } from "vitest";
import { historyFromRrd } from "@/lib/server/collection/history-from-rrd";

const T0 = 1_800_000_000_000;

describe("historyFromRrd", () => {
  const HOUR = 3_600_000;
  const start = Math.floor(T0 / (24 * HOUR)) * 24 * HOUR;
  const point = (atMs: number, cpuFraction: number) => ({ atMs, cpuFraction });
  const everything = { fromMs: 0, untilMs: start + 365 * 24 * HOUR };

  it("keeps minutes and makes hours of them with average and maximum", () => {
    const points = Array.from({ length: 60 }, (_, index) => point(start + index * 60_000, index / 100));
    const { minute, hour } = historyFromRrd([{ points, usualStepMs: 60_000 }], everything);

    expect(minute).toHaveLength(60);
    expect(hour).toHaveLength(1);
    expect(hour[0]?.values.cpuFraction).toBeCloseTo(0.295);
    expect(hour[0]?.maxima?.cpuFraction).toBe(0.59);
  });

  it("lets rows of hours stand for each hour they cover, finer tables first", () => {
    const fine = { points: [point(start, 0.9), point(start + HOUR / 2, 0.7)], usualStepMs: HOUR / 2 };
    const coarse = { points: [point(start, 0.1), point(start + 3 * HOUR, 0.2)], usualStepMs: 3 * HOUR };
    const { minute, hour } = historyFromRrd([coarse, fine], everything);

    expect(minute).toEqual([]);
    expect(hour.map(({ atMs, values }) => [(atMs - start) / HOUR, values.cpuFraction])).toEqual([
      [0, 0.8],
      [1, 0.1],
      [2, 0.1],
      [3, 0.2],
      [4, 0.2],
      [5, 0.2],
    ]);
  });

  it("drops what is before the window or in the future", () => {
    const points = [0, 1, 2, 3].map((hour) => point(start + hour * HOUR, hour));
    const { hour } = historyFromRrd([{ points, usualStepMs: HOUR }], {
      fromMs: start + HOUR,
      untilMs: start + 2 * HOUR,
    });

    expect(hour.map(({ values }) => values.cpuFraction)).toEqual([1, 2]);
  });
});
