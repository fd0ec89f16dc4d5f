import { expect, it } from "vitest";
import { seriesCsv } from "@/lib/client/format/series-csv";

it("has a line for each step, a column for each figure, and nothing where nothing is known", () => {
  const csv = seriesCsv({
    resolutionSeconds: 60,
    timesMs: [0, 60_000],
    series: [
      { objectId: 1, metric: "cpuFraction", average: [0.25, null], maximum: [0.5, null] },
      { objectId: 1, metric: "memoryUsedBytes", average: [1024, 2048] },
    ],
  });
  expect(csv.split("\r\n")).toEqual([
    "time,cpuFraction.average,cpuFraction.maximum,memoryUsedBytes",
    "1970-01-01T00:00:00.000Z,0.25,0.5,1024",
    "1970-01-01T00:01:00.000Z,,,2048",
    "",
  ]);
});

it("names the object where there are several", () => {
  const series = [1, 2].map((objectId) => ({ objectId, metric: "cpuFraction", average: [0.1] }));
  const csv = seriesCsv({ resolutionSeconds: 60, timesMs: [0], series });
  expect(csv.split("\r\n")[0]).toBe("time,1.cpuFraction,2.cpuFraction");
});
