"use client";

import { ChartFooter } from "@/components/charts/chart-footer";
import type { ChartMark } from "@/components/charts/chart-tooltip";
import { type ChartLine, TimeChart } from "@/components/charts/time-chart";
import { ErrorState } from "@/components/values/states";
import type { NodeRow } from "@/lib/api/nodes";
import type { SeriesResponse } from "@/lib/api/series";
import { bytesQuantity } from "@/lib/client/format/format-bytes";
import { fractionQuantity } from "@/lib/client/format/format-percent";
import { networkQuantity } from "@/lib/client/format/format-rate";
import { NODE_CHART_METRICS } from "@/lib/client/format/node-chart-metrics";
import { type Quantity, shortNumber } from "@/lib/client/format/quantity";
import { messageOf } from "@/lib/client/http/api-error";
import { useCharts } from "@/lib/client/state/use-charts";

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
  const { series, failure, loading, shared } = useCharts({
    kind: "node",
    objectId: row.objectId,
    metrics: NODE_CHART_METRICS,
    lines: LINES,
    initial,
  });
  if (failure) {
    return (
      <div className="panel">
        <ErrorState title="The history could not be read">{messageOf(failure)}</ErrorState>
      </div>
    );
  }
  const drawn = { ...shared, marks };

  return (
    <div className="relative grid gap-3 xl:grid-cols-2">
      <TimeChart {...drawn} title="CPU" maximum={1} format={fractionQuantity} lines={DRAWN.cpu} />
      <TimeChart
        {...drawn}
        title="Memory"
        format={bytesQuantity}
        maximum={row.memoryTotalBytes}
        lines={DRAWN.memory}
      />
      <TimeChart {...drawn} title="Load" format={plainQuantity} lines={DRAWN.load} level={row.cpuCount} />
      <TimeChart
        {...drawn}
        title="Pressure"
        format={fractionQuantity}
        empty={loading ? drawn.empty : "Pressure is reported by Proxmox VE 9 and later."}
        lines={DRAWN.pressure}
      />
      <TimeChart {...drawn} title="Network" format={networkQuantity} lines={DRAWN.network} />
      <TimeChart
        {...drawn}
        title="Penalty"
        empty={loading ? drawn.empty : "The score is kept from Evenkeel's first reading on."}
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
