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

  test("a step spans from the lowest to the highest of what is stored inside it", () => {
    const minutes = new SampleTrack(2);
    for (const [key, average, peak] of [
      [0, 0.4, 0.9],
      [MINUTE, 0.1, 0.3],
      [HALF_HOUR, 0.5, 0.6],
    ] as const) {
      minutes.merge({ key, readings: 6, values: [average, peak] });
    }
    const line = bucketSeries(minutes, undefined, {
      timesMs: [0, HALF_HOUR, HOUR],
      stepMs: HALF_HOUR,
      metric: 0,
      width: 1,
      coarserMs: HOUR,
    });

    expect(line).toEqual({
      minimum: [0.1, 0.5, null],
      average: [0.25, 0.5, null],
      maximum: [0.9, 0.6, null],
    });
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
