"use client";

import { useCallback, useMemo } from "react";
import { type ChartSpan, type ChartZoom, chartSpanOf } from "../format/chart-span";
import { useSearchState } from "./use-search-state";

/** What the charts of this page show, as the address says, and how to zoom; null shows the whole range again. */
export function useChartSpan(): readonly [ChartSpan, (zoom: ChartZoom | null) => void] {
  const [parameters, change] = useSearchState();
  const text = parameters.toString();
  const span = useMemo(() => {
    const read = new URLSearchParams(text);
    return chartSpanOf((name) => read.get(name));
  }, [text]);
  const zoomTo = useCallback(
    (zoom: ChartZoom | null) =>
      change(
        {
          from: zoom ? String(Math.round(zoom.fromMs)) : null,
          to: zoom ? String(Math.round(zoom.toMs)) : null,
        },
        "push",
      ),
    [change],
  );
  return [span, zoomTo];
}
