import { describe, expect, test } from "vitest";
import { bucketSeries } from "@/lib/server/metrics/bucket-series";
import { SampleTrack } from "@/lib/server/metrics/sample-track";

const MINUTE = 60_000;
const HALF_HOUR = 30 * MINUTE;
const HOUR = 60 * MINUTE;
const STEPS = 6;

/** A track of one metric whose maximum is its average. */
function trackOf(samples: readonly (readonly [atMs: number, value: number])[]): SampleTrack {
  const track = new SampleTrack(2);
  for (const [key, value] of samples) track.merge({ key, readings: 1, values: [value, value] });
  return track;
}

/** Three hours in half hours, from minutes and the hours that stand in for them. */
function draw(minutes: SampleTrack, hours: SampleTrack) {
  const timesMs = Array.from({ length: STEPS }, (_, index) => index * HALF_HOUR);
  return bucketSeries(minutes, hours, { timesMs, stepMs: HALF_HOUR, metric: 0, width: 1, coarserMs: HOUR })
    .average;
}

function everyMinute(fromMs: number, toMs: number, value: number) {
  return Array.from(
    { length: (toMs - fromMs) / MINUTE },
    (_, index) => [fromMs + index * MINUTE, value] as const,
  );
}

describe("bucketSeries", () => {
  test("the hour in which minutes begin is drawn whole where hours lead up to it", () => {
    const minutes = trackOf(everyMinute(HOUR + 35 * MINUTE, 3 * HOUR, 0.4));
    const hours = trackOf([
      [0, 0.2],
      [HOUR, 0.3],
    ]);

    expect(draw(minutes, hours)).toEqual(
      [0.2, 0.2, 0.3, 0.4, 0.4, 0.4].map((value) => expect.closeTo(value)),
    );
  });

  test("before the very first reading there is nothing", () => {
    const minutes = trackOf(everyMinute(HOUR + 35 * MINUTE, 3 * HOUR, 0.4));
    const hours = trackOf([[HOUR, 0.4]]);

    expect(draw(minutes, hours)).toEqual([
      null,
      null,
      null,
      ...[0.4, 0.4, 0.4].map((value) => expect.closeTo(value)),
    ]);
  });

  test("a gap between minutes stays one, whatever its hour says", () => {
    const minutes = trackOf([
      ...everyMinute(0, HOUR, 0.4),
      ...everyMinute(HOUR + 35 * MINUTE, 3 * HOUR, 0.4),
    ]);
    const hours = trackOf([
      [0, 0.4],
      [HOUR, 0.4],
    ]);

    expect(draw(minutes, hours)[2]).toBeNull();
  });
});
