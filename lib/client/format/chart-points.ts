import type { SeriesResponse } from "@/lib/api/series";

export interface ChartPoint {
  readonly atMs: number;
  /** By line key: the average, or null for a gap; `KEY:band` holds [lowest, highest]. */
  readonly [line: string]: number | null | readonly [number, number];
}

export interface ChartLineSource {
  readonly key: string;
  readonly metric: string;
  /** Applied to every value, such as a share of a total. */
  readonly scale?: (value: number) => number;
}

/** Turns a series answer into points for a chart; gaps stay null. */
export function chartPoints(
  answer: SeriesResponse,
  objectId: number,
  lines: readonly ChartLineSource[],
): readonly ChartPoint[] {
  const sources = lines.map((line) => ({
    key: line.key,
    scale: line.scale ?? ((value: number) => value),
    series: answer.series.find((series) => series.objectId === objectId && series.metric === line.metric),
  }));

  return answer.timesMs.map((atMs, index) => {
    const point: Record<string, number | null | readonly [number, number]> = { atMs };
    for (const { key, scale, series } of sources) {
      const average = series?.average[index] ?? null;
      const maximum = series?.maximum[index] ?? null;
      point[key] = average === null ? null : scale(average);
      if (average === null || maximum === null) continue;
      const minimum = series?.minimum[index] ?? average;
      point[`${key}:band`] = [scale(Math.min(minimum, average)), scale(Math.max(average, maximum))];
    }
    return point as ChartPoint;
  });
}

/** Whether any line of the points holds a value. */
export function hasValues(points: readonly ChartPoint[], keys: readonly string[]): boolean {
  return points.some((point) => keys.some((key) => typeof point[key] === "number"));
}

/** Newest known value of a line. */
export function lastValue(points: readonly ChartPoint[], key: string): number | null {
  for (let index = points.length - 1; index >= 0; index -= 1) {
    const value = points[index]?.[key];
    if (typeof value === "number") return value;
  }
  return null;
}
