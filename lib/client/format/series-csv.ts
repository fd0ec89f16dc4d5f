import type { SeriesResponse } from "@/lib/api/series";

/** A series answer as CSV: one line for each step, its time in UTC, and lowest, average and highest of each metric. */
export function seriesCsv({ timesMs, series }: SeriesResponse): string {
  const several = new Set(series.map(({ objectId }) => objectId)).size > 1;
  const columns = series.flatMap(({ objectId, metric, minimum, average, maximum }) => {
    const name = several ? `${objectId}.${metric}` : metric;
    return [
      { name: `${name}.minimum`, values: minimum },
      { name: `${name}.average`, values: average },
      { name: `${name}.maximum`, values: maximum },
    ];
  });
  const lines = timesMs.map((atMs, index) =>
    [new Date(atMs).toISOString(), ...columns.map(({ values }) => values[index] ?? "")].join(","),
  );
  return `${[["time", ...columns.map(({ name }) => name)].join(","), ...lines].join("\r\n")}\r\n`;
}
