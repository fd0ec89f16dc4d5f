"use client";

import type { SeriesResponse } from "@/lib/api/series";
import { type ChartSpan, spanQuery } from "../format/chart-span";
import { seriesRefreshMs } from "../format/series-range";
import { seriesAddress } from "../http/api-addresses";
import { answered } from "../http/reader";
import { useApi } from "../http/use-api";

export interface SeriesRequest {
  readonly kind: "node" | "guest" | "storage";
  readonly objectIds: readonly number[];
  readonly metrics: readonly string[];
  readonly span: ChartSpan;
  readonly points?: number;
  /** What the server already read for this very request. */
  readonly initial?: SeriesResponse | null;
}

interface SeriesState {
  readonly series: SeriesResponse | null;
  readonly error: Error | null;
  readonly loading: boolean;
}

/** Keeps the history of some objects fresh. */
export function useSeries({
  kind,
  objectIds,
  metrics,
  span,
  points = 400,
  initial,
}: SeriesRequest): SeriesState {
  const path = seriesAddress({
    kind,
    objects: objectIds.join(","),
    metrics: metrics.join(","),
    ...Object.fromEntries(Object.entries(spanQuery(span)).map(([name, value]) => [name, String(value)])),
    points: String(points),
  });
  const { data, error, isLoading } = useApi(objectIds.length > 0 ? path : null, answered<SeriesResponse>(), {
    // What is past does not change.
    refreshInterval: span.zoom ? 0 : seriesRefreshMs(span.range),
    ...(initial ? { fallbackData: { data: initial, meta: undefined } } : {}),
  });
  return { series: data?.data ?? null, error: error ?? null, loading: isLoading && !data };
}
