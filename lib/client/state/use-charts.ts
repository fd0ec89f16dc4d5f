"use client";

import { useId, useMemo } from "react";
import { bandWords, NO_BAND } from "../format/band-words";
import { type ChartLineSource, chartPoints } from "../format/chart-points";
import { useChartSpan } from "./use-chart-span";
import { type SeriesRequest, useSeries } from "./use-series";

interface ChartsRequest extends Pick<SeriesRequest, "kind" | "metrics" | "points" | "initial"> {
  readonly objectId: number;
  /** The same array on each call. */
  readonly lines: readonly ChartLineSource[];
}

/** What the charts of one node or guest have in common: their points, their crosshair and their zoom. */
export function useCharts({ objectId, lines, kind, metrics, points: most, initial }: ChartsRequest) {
  const syncId = useId();
  const [span, onZoom] = useChartSpan();
  const request = { kind, objectIds: [objectId], metrics, span };
  const { series, error, loading } = useSeries({
    ...request,
    ...(most === undefined ? {} : { points: most }),
    ...(initial === undefined ? {} : { initial }),
  });
  const points = useMemo(
    () => (series ? chartPoints(series, objectId, lines) : []),
    [series, objectId, lines],
  );
  const band = useMemo(() => (series ? bandWords(series) : NO_BAND), [series]);
  return {
    series,
    /** Why nothing can be shown; null when something can. */
    failure: series ? null : error,
    loading,
    shared: {
      points,
      band,
      syncId,
      onZoom,
      empty: loading ? "Reading the history…" : "No reading in this range.",
    },
  };
}
