import { describe, expect, test } from "vitest";
import { bucketSeries } from "@/lib/server/metrics/bucket-series";
import { chooseResolution } from "@/lib/server/metrics/choose-resolution";
import { combineToHour, combineToMinute, mergeEntries } from "@/lib/server/metrics/combine-entries";
import type { SampleEntry } from "@/lib/server/metrics/sample-block";
import { SampleTrack } from "@/lib/server/metrics/sample-track";

const RETENTION = { tenSecondHours: 2, minuteDays: 14, hourMonths: 24 };
const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 5, 1);

function choose(hours: number, points: number, agoHours = hours) {
  const fromMs = NOW - agoHours * HOUR;
  return chooseResolution({ fromMs, toMs: fromMs + hours * HOUR, points, nowMs: NOW }, RETENTION);
}

describe("the resolution of a range", () => {
  test.each([
    [1, 400, "reading", 10],
    [6, 400, "minute", 60],
    [24, 400, "minute", 300],
    [168, 400, "minute", 1_800],
    [720, 400, "hour", 7_200],
    [8_760, 400, "hour", 86_400],
  ])("of %i h in %i points is read from %s in steps of %i s", (hours, points, tier, seconds) => {
    expect(choose(hours, points)).toEqual({ tier, stepMs: seconds * 1_000 });
  });

  test("is the finest that reaches back far enough", () => {
    expect(choose(1, 400, 24).tier).toBe("minute");
    expect(choose(1, 400, 24 * 30).tier).toBe("hour");
  });

  test("never gives more points than asked for", () => {
    for (const hours of [0.1, 1, 5, 30, 200, 3_000, 50_000]) {
      for (const points of [10, 55, 400, 2_000]) {
        const { stepMs } = choose(hours, points);
        expect((hours * HOUR) / stepMs + 1).toBeLessThanOrEqual(points);
      }
    }
  });
});

const entry = (key: number, average: number, peak = average, readings = 6) => ({
  key,
  readings,
  values: [average, peak],
});

describe("combining", () => {
  test("averages averages, takes the highest maximum and ignores what is not known", () => {
    const combined = combineToMinute(1, [entry(0, 1, 9), entry(1, 3), entry(2, Number.NaN)], 1);
    expect(combined.values).toEqual([2, 9]);
    expect(combined.readings).toBe(18);
  });

  test("gives the nearest-rank 95th percentile of the averages", () => {
    const minutes = Array.from({ length: 60 }, (_, minute) => entry(minute, minute + 1));
    expect(combineToHour(0, minutes, 1).values[2]).toBe(57);
    expect(combineToHour(0, [entry(0, 4)], 1).values[2]).toBe(4);
    expect(combineToHour(0, [], 1).values[2]).toBeNaN();
  });

  test("keeps what was made from more readings, and what was there when equal", () => {
    const merged = mergeEntries(
      [entry(1, 10), entry(2, 20, 20, 0)],
      [entry(1, 11), entry(2, 21), entry(0, 5)],
    );
    expect(merged.map(({ key, values }) => [key, values[0]])).toEqual([
      [0, 5],
      [1, 10],
      [2, 21],
    ]);
  });
});

describe("a track", () => {
  test("keeps what was made from more readings, and what was there when equal", () => {
    const track = trackOf(entry(0, 10), entry(60_000, 20, 20, 0));
    track.append(120_000, { readings: Float64Array.of(6), values: [Float64Array.of(30)] }, 0);
    for (const again of [entry(0, 11), entry(60_000, 21), entry(120_000, 31, 31, 0), entry(180_000, 40)]) {
      track.merge(again);
    }
    const found = track.entries().map(({ key, values }) => [key, values[0]]);
    expect(found).toEqual([
      [0, 10],
      [60_000, 21],
      [120_000, 30],
      [180_000, 40],
    ]);
  });
});

function trackOf(...entries: readonly SampleEntry[]): SampleTrack {
  const track = new SampleTrack(2);
  for (const one of entries) track.merge(one);
  return track;
}

describe("buckets", () => {
  const options = { timesMs: [0, 60_000, 120_000], stepMs: 60_000, metric: 0, width: 1, coarserMs: 60_000 };

  test("average, keep the lowest and the highest, and leave gaps", () => {
    const line = bucketSeries(
      trackOf(entry(0, 1), entry(30_000, 3, 8), entry(120_000, 5)),
      undefined,
      options,
    );
    expect(line).toEqual({ minimum: [1, null, 5], average: [2, null, 5], maximum: [8, null, 5] });
  });

  test("are filled from the coarser resolution only where nothing finer is known", () => {
    const line = bucketSeries(trackOf(entry(0, 1)), trackOf(entry(0, 50), entry(60_000, 7, 9)), options);
    expect(line).toEqual({ minimum: [1, 7, null], average: [1, 7, null], maximum: [1, 9, null] });
  });
});
