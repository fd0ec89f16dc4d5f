import { expect, it } from "vitest";
import { seriesCsv } from "@/lib/client/format/series-csv";

it("has a line for each step, a column for each figure, and nothing where nothing is known", () => {
  const csv = seriesCsv({
    resolutionSeconds: 120,
    sampleSeconds: 60,
    timesMs: [0, 60_000],
    series: [
      {
        objectId: 1,
        metric: "cpuFraction",
        minimum: [0.125, null],
        average: [0.25, null],
        maximum: [0.5, null],
      },
      { objectId: 1, metric: "diskUsedBytes", minimum: [10, 20], average: [10, 25], maximum: [10, 30] },
    ],
  });
  expect(csv.split("\r\n")).toEqual([
    "time,cpuFraction.minimum,cpuFraction.average,cpuFraction.maximum,diskUsedBytes.minimum,diskUsedBytes.average,diskUsedBytes.maximum",
    "1970-01-01T00:00:00.000Z,0.125,0.25,0.5,10,10,10",
    "1970-01-01T00:01:00.000Z,,,,20,25,30",
    "",
  ]);
});

it("names the object where there are several", () => {
  const series = [1, 2].map((objectId) => ({
    objectId,
    metric: "cpuFraction",
    minimum: [0],
    average: [0.1],
    maximum: [1],
  }));
  const csv = seriesCsv({ resolutionSeconds: 120, sampleSeconds: 60, timesMs: [0], series });
  expect(csv.split("\r\n")[0]).toBe(
    "time,1.cpuFraction.minimum,1.cpuFraction.average,1.cpuFraction.maximum,2.cpuFraction.minimum,2.cpuFraction.average,2.cpuFraction.maximum",
  );
});
