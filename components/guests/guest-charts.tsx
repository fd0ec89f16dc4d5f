"use client";

import { ChartFooter } from "@/components/charts/chart-footer";
import type { ChartMark } from "@/components/charts/chart-tooltip";
import { type ChartLine, TimeChart } from "@/components/charts/time-chart";
import { ErrorState } from "@/components/values/states";
import type { GuestRow } from "@/lib/api/guests";
import type { SeriesResponse } from "@/lib/api/series";
import { bytesQuantity } from "@/lib/client/format/format-bytes";
import { fractionQuantity } from "@/lib/client/format/format-percent";
import { networkQuantity, rateQuantity } from "@/lib/client/format/format-rate";
import { GUEST_CHART_METRICS, GUEST_CHART_POINTS } from "@/lib/client/format/guest-chart-metrics";
import { messageOf } from "@/lib/client/http/api-error";
import { useCharts } from "@/lib/client/state/use-charts";

const LINES = [
  { key: "cpu", metric: "cpuFraction" },
  { key: "memory", metric: "memoryUsedBytes" },
  { key: "host", metric: "memoryHostBytes" },
  { key: "read", metric: "diskReadBytesPerSecond" },
  { key: "write", metric: "diskWriteBytesPerSecond" },
  { key: "netIn", metric: "netInBytesPerSecond" },
  { key: "netOut", metric: "netOutBytesPerSecond" },
] as const;

/** What each chart draws; made once, so that a new reading does not draw the charts anew. */
const DRAWN = {
  cpu: [{ key: "cpu", title: "of its CPUs", colour: "--cpu", filled: true }],
  memory: [
    { key: "memory", title: "used", colour: "--mem", filled: true },
    { key: "host", title: "on the host", colour: "--disk", dashed: true },
  ],
  disk: [
    { key: "read", title: "read", colour: "--disk", filled: true },
    { key: "write", title: "written", colour: "--io" },
  ],
  network: [
    { key: "netIn", title: "in", colour: "--net", filled: true },
    { key: "netOut", title: "out", colour: "--io", dashed: true },
  ],
} as const satisfies Readonly<Record<string, readonly ChartLine[]>>;

const NO_MARKS: readonly ChartMark[] = [];

interface GuestChartsProps {
  guest: GuestRow;
  marks?: readonly ChartMark[];
  /** What the server already read for this span. */
  initial?: SeriesResponse | null;
  className?: string;
}

/** History of one guest; all charts share the crosshair and the zoom. */
export function GuestCharts({
  guest,
  marks = NO_MARKS,
  initial = null,
  className = "flex flex-col gap-3",
}: GuestChartsProps) {
  const { series, failure, shared } = useCharts({
    kind: "guest",
    objectId: guest.objectId,
    metrics: GUEST_CHART_METRICS,
    points: GUEST_CHART_POINTS,
    lines: LINES,
    initial,
  });
  if (failure) return <ErrorState title="The history could not be read">{messageOf(failure)}</ErrorState>;

  const drawn = { ...shared, marks };
  return (
    <div className="flex flex-col gap-3">
      <div className={className}>
        <TimeChart {...drawn} title="CPU" format={fractionQuantity} maximum={1} lines={DRAWN.cpu} />
        <TimeChart
          {...drawn}
          title="Memory"
          format={bytesQuantity}
          maximum={guest.memoryTotalBytes}
          lines={DRAWN.memory}
        />
        <TimeChart {...drawn} title="Disk IO" format={rateQuantity} lines={DRAWN.disk} />
        <TimeChart {...drawn} title="Network" format={networkQuantity} lines={DRAWN.network} />
      </div>
      <ChartFooter series={series} name={guest.name ?? `guest-${guest.vmid}`} />
    </div>
  );
}
