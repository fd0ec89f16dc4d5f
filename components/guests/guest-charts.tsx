"use client";

import { useId, useMemo } from "react";
import type { ChartMark } from "@/components/charts/chart-tooltip";
import { TimeChart } from "@/components/charts/time-chart";
import { ErrorState } from "@/components/values/states";
import type { GuestRow } from "@/lib/api/guests";
import type { SeriesResponse } from "@/lib/api/series";
import { chartPoints } from "@/lib/client/format/chart-points";
import { bytesQuantity } from "@/lib/client/format/format-bytes";
import { fractionQuantity } from "@/lib/client/format/format-percent";
import { networkQuantity, rateQuantity } from "@/lib/client/format/format-rate";
import { GUEST_CHART_METRICS, GUEST_CHART_POINTS } from "@/lib/client/format/guest-chart-metrics";
import { seriesRangeOf } from "@/lib/client/format/series-range";
import { messageOf } from "@/lib/client/http/api-error";
import { useSearchState } from "@/lib/client/state/use-search-state";
import { useSeries } from "@/lib/client/state/use-series";

const LINES = [
  { key: "cpu", metric: "cpuFraction" },
  { key: "memory", metric: "memoryUsedBytes" },
  { key: "host", metric: "memoryHostBytes" },
  { key: "read", metric: "diskReadBytesPerSecond" },
  { key: "write", metric: "diskWriteBytesPerSecond" },
  { key: "netIn", metric: "netInBytesPerSecond" },
  { key: "netOut", metric: "netOutBytesPerSecond" },
] as const;

interface GuestChartsProps {
  guest: GuestRow;
  marks?: readonly ChartMark[];
  /** What the server already read for this range. */
  initial?: SeriesResponse | null;
  className?: string;
}

/** History of one guest; all charts share the crosshair. */
export function GuestCharts({
  guest,
  marks = [],
  initial = null,
  className = "flex flex-col gap-3",
}: GuestChartsProps) {
  const syncId = useId();
  const [parameters] = useSearchState();
  const { series, error, loading } = useSeries({
    kind: "guest",
    objectIds: [guest.objectId],
    metrics: GUEST_CHART_METRICS,
    range: seriesRangeOf(parameters.get("range")),
    points: GUEST_CHART_POINTS,
    initial,
  });
  const points = useMemo(
    () => (series ? chartPoints(series, guest.objectId, LINES) : []),
    [series, guest.objectId],
  );

  if (error && !series)
    return <ErrorState title="The history could not be read">{messageOf(error)}</ErrorState>;

  const empty = loading ? "Reading the history…" : "No reading in this range.";
  const shared = { points, marks, syncId, empty };
  return (
    <div className={className}>
      <TimeChart
        {...shared}
        title="CPU"
        format={fractionQuantity}
        maximum={1}
        lines={[{ key: "cpu", title: "of its CPUs", colour: "--cpu", filled: true }]}
      />
      <TimeChart
        {...shared}
        title="Memory"
        format={bytesQuantity}
        {...(guest.memoryTotalBytes === null ? {} : { maximum: guest.memoryTotalBytes })}
        lines={[
          { key: "memory", title: "used", colour: "--mem", filled: true },
          { key: "host", title: "on the host", colour: "--disk", dashed: true },
        ]}
      />
      <TimeChart
        {...shared}
        title="Disk IO"
        format={(value) => rateQuantity(value)}
        lines={[
          { key: "read", title: "read", colour: "--disk", filled: true },
          { key: "write", title: "written", colour: "--io" },
        ]}
      />
      <TimeChart
        {...shared}
        title="Network"
        format={(value) => networkQuantity(value)}
        lines={[
          { key: "netIn", title: "in", colour: "--net", filled: true },
          { key: "netOut", title: "out", colour: "--io", dashed: true },
        ]}
      />
    </div>
  );
}
