"use client";

import { useId, useMemo } from "react";
import { ChartFooter } from "@/components/charts/chart-footer";
import type { ChartMark } from "@/components/charts/chart-tooltip";
import { type ChartLine, TimeChart } from "@/components/charts/time-chart";
import { ErrorState } from "@/components/values/states";
import type { NodeRow } from "@/lib/api/nodes";
import type { SeriesResponse } from "@/lib/api/series";
import { bandWords, NO_BAND } from "@/lib/client/format/band-words";
import { chartPoints } from "@/lib/client/format/chart-points";
import { bytesQuantity } from "@/lib/client/format/format-bytes";
import { fractionQuantity } from "@/lib/client/format/format-percent";
import { networkQuantity } from "@/lib/client/format/format-rate";
import { NODE_CHART_METRICS } from "@/lib/client/format/node-chart-metrics";
import { type Quantity, shortNumber } from "@/lib/client/format/quantity";
import { messageOf } from "@/lib/client/http/api-error";
import { useChartSpan } from "@/lib/client/state/use-chart-span";
import { useSeries } from "@/lib/client/state/use-series";

interface NodeChartsProps {
  row: NodeRow;
  initial: SeriesResponse | null;
  marks: readonly ChartMark[];
}

const LINES = [
  { key: "cpu", metric: "cpuFraction" },
  { key: "iowait", metric: "ioWaitFraction" },
  { key: "memory", metric: "memoryUsedBytes" },
  { key: "swap", metric: "swapUsedBytes" },
  { key: "load", metric: "loadAverageOneMinute" },
  { key: "netIn", metric: "netInBytesPerSecond" },
  { key: "netOut", metric: "netOutBytesPerSecond" },
  { key: "psiCpu", metric: "pressureCpuSomeFraction" },
  { key: "psiIo", metric: "pressureIoSomeFraction" },
  { key: "psiMemory", metric: "pressureMemorySomeFraction" },
  { key: "penalty", metric: "penaltyPoints" },
] as const;

/** What each chart draws; made once, so that a new reading does not draw the charts anew. */
const DRAWN = {
  cpu: [
    { key: "cpu", title: "used", colour: "--cpu", filled: true },
    { key: "iowait", title: "IO wait", colour: "--io" },
  ],
  memory: [
    { key: "memory", title: "used", colour: "--mem", filled: true },
    { key: "swap", title: "swap", colour: "--disk" },
  ],
  load: [{ key: "load", title: "1 min", colour: "--cpu", filled: true }],
  pressure: [
    { key: "psiCpu", title: "CPU", colour: "--cpu" },
    { key: "psiIo", title: "IO", colour: "--io" },
    { key: "psiMemory", title: "memory", colour: "--mem" },
  ],
  network: [
    { key: "netIn", title: "in", colour: "--net", filled: true },
    { key: "netOut", title: "out", colour: "--io", dashed: true },
  ],
  penalty: [{ key: "penalty", title: "points", colour: "--disk", filled: true }],
} as const satisfies Readonly<Record<string, readonly ChartLine[]>>;

/** History of one node; all charts share the crosshair and the zoom. */
export function NodeCharts({ row, initial, marks }: NodeChartsProps) {
  const syncId = useId();
  const [span, zoomTo] = useChartSpan();
  const { series, error, loading } = useSeries({
    kind: "node",
    objectIds: [row.objectId],
    metrics: NODE_CHART_METRICS,
    span,
    initial,
  });
  const points = useMemo(
    () => (series ? chartPoints(series, row.objectId, LINES) : []),
    [series, row.objectId],
  );

  const band = useMemo(() => (series ? bandWords(series) : NO_BAND), [series]);

  if (error && !series) {
    return (
      <div className="panel">
        <ErrorState title="The history could not be read">{messageOf(error)}</ErrorState>
      </div>
    );
  }
  const empty = loading ? "Reading the history…" : "No reading in this range.";
  const shared = { points, marks, band, syncId, empty, onZoom: zoomTo };

  return (
    <div className="relative grid gap-3 xl:grid-cols-2">
      <TimeChart {...shared} title="CPU" maximum={1} format={fractionQuantity} lines={DRAWN.cpu} />
      <TimeChart
        {...shared}
        title="Memory"
        format={bytesQuantity}
        maximum={row.memoryTotalBytes}
        lines={DRAWN.memory}
      />
      <TimeChart {...shared} title="Load" format={plainQuantity} lines={DRAWN.load} level={row.cpuCount} />
      <TimeChart
        {...shared}
        title="Pressure"
        format={fractionQuantity}
        empty={loading ? empty : "Pressure is reported by Proxmox VE 9 and later."}
        lines={DRAWN.pressure}
      />
      <TimeChart {...shared} title="Network" format={networkQuantity} lines={DRAWN.network} />
      <TimeChart
        {...shared}
        title="Penalty"
        empty={loading ? empty : "The score is kept from Evenkeel's first reading on."}
        format={plainQuantity}
        lines={DRAWN.penalty}
      />
      <div className="xl:col-span-2">
        <ChartFooter series={series} name={row.name} />
      </div>
    </div>
  );
}

function plainQuantity(value: number | null): Quantity {
  return value === null ? { number: "–", unit: "" } : { number: shortNumber(value), unit: "" };
}
