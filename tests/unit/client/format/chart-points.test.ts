import { expect, it } from "vitest";
import { chartPoints } from "@/lib/client/format/chart-points";

const LINES = [{ key: "cpu", metric: "cpuFraction", scale: (value: number) => value * 100 }];

it("draws the band from the lowest to the highest, around the average, and nothing in a gap", () => {
  const points = chartPoints(
    {
      resolutionSeconds: 120,
      sampleSeconds: 60,
      timesMs: [0, 120_000],
      series: [
        {
          objectId: 1,
          metric: "cpuFraction",
          minimum: [0.25, null],
          average: [0.5, null],
          maximum: [0.75, null],
        },
      ],
    },
    1,
    LINES,
  );
  expect(points).toEqual([
    { atMs: 0, cpu: 50, "cpu:band": [25, 75] },
    { atMs: 120_000, cpu: null },
  ]);
});
