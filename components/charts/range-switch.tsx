"use client";

import { ZoomOut } from "lucide-react";
import { useEffect } from "react";
import { Button } from "@/components/ui/button";
import { SERIES_RANGES } from "@/lib/api/series-ranges";
import { cn } from "@/lib/client/class-names";
import { formatMinute } from "@/lib/client/format/format-time";
import { seriesRangeOf } from "@/lib/client/format/series-range";
import { isTyping } from "@/lib/client/state/is-typing";
import { useChartSpan } from "@/lib/client/state/use-chart-span";
import { useSearchState } from "@/lib/client/state/use-search-state";

/** Chooses how far back the charts of a page go; `[` and `]` step through it. */
export function RangeSwitch() {
  const [, change] = useSearchState();
  const [{ range: chosen, zoom }, zoomTo] = useChartSpan();

  useEffect(() => {
    function step(event: KeyboardEvent) {
      if (isTyping(event) || (event.key !== "[" && event.key !== "]")) return;
      // The address is ahead of what is drawn when keys come quickly.
      const shown = seriesRangeOf(new URLSearchParams(window.location.search).get("range"));
      const next = SERIES_RANGES[SERIES_RANGES.indexOf(shown) + (event.key === "]" ? 1 : -1)];
      if (next) change({ range: next, from: null, to: null });
    }
    window.addEventListener("keydown", step);
    return () => window.removeEventListener("keydown", step);
  }, [change]);

  return (
    <div className="flex flex-wrap items-center gap-2">
      {zoom ? (
        <Button
          onClick={() => zoomTo(null)}
          title={`${formatMinute(zoom.fromMs)} to ${formatMinute(zoom.toMs)}`}
        >
          <ZoomOut /> Zoom out
        </Button>
      ) : null}
      <fieldset className="inline-flex rounded-md border border-line-strong bg-surface p-0.5">
        <legend className="sr-only">Time range</legend>
        {SERIES_RANGES.map((range) => (
          <button
            key={range}
            type="button"
            aria-pressed={range === chosen && zoom === null}
            onClick={() => change({ range, from: null, to: null })}
            className={cn(
              "figure h-6 rounded-sm px-2 text-muted text-sm hover:text-fg",
              range === chosen && zoom === null && "bg-hover text-fg",
            )}
          >
            {range}
          </button>
        ))}
      </fieldset>
    </div>
  );
}
