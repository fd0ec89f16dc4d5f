import { SERIES_RANGES } from "@/lib/api/series-ranges";

export type SeriesRange = (typeof SERIES_RANGES)[number];

/** The range that an address names; a day when it names none. */
export function seriesRangeOf(text: string | null | undefined): SeriesRange {
  return SERIES_RANGES.find((range) => range === text) ?? "24h";
}

const REFRESH_SECONDS: Readonly<Record<SeriesRange, number>> = {
  "1h": 10,
  "6h": 60,
  "24h": 60,
  "7d": 600,
  "30d": 600,
  "1y": 3_600,
};

/** How often a chart of this range is worth reading again. */
export function seriesRefreshMs(range: SeriesRange): number {
  return REFRESH_SECONDS[range] * 1_000;
}
