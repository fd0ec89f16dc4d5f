"use client";

import { memo, useMemo } from "react";
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { Panel } from "@/components/values/panel";
import { axisTicks } from "@/lib/client/format/axis-ticks";
import type { BandWords } from "@/lib/client/format/band-words";
import { type ChartPoint, hasValues } from "@/lib/client/format/chart-points";
import type { ChartZoom } from "@/lib/client/format/chart-span";
import { formatAxisTime } from "@/lib/client/format/format-time";
import type { Quantity } from "@/lib/client/format/quantity";
import { quantityText } from "@/lib/client/format/quantity";
import { ChartLegend } from "./chart-legend";
import { type ChartMark, ChartTooltip } from "./chart-tooltip";
import { useZoomDrag } from "./use-zoom-drag";

export interface ChartLine {
  readonly key: string;
  readonly title: string;
  /** A colour token, such as `--cpu`. */
  readonly colour: string;
  readonly dashed?: boolean;
  /** Fills the area under the line. */
  readonly filled?: boolean;
}

interface TimeChartProps {
  title: string;
  /** The same array on each call, or the chart is drawn anew. */
  lines: readonly ChartLine[];
  points: readonly ChartPoint[];
  /** The same function on each call. */
  format: (value: number | null) => Quantity;
  /** Top of the axis; grows with the values when absent. */
  maximum?: number | null;
  /** A level worth a line of its own, such as the number of threads. */
  level?: number | null;
  marks: readonly ChartMark[];
  /** What the edges of the band are; the same object on each call. */
  band: BandWords;
  /** Charts with the same id share their crosshair. */
  syncId: string;
  /** Said in place of the chart when there is nothing to draw. */
  empty: string;
  /** Called with the part of time that was dragged over. */
  onZoom?: (zoom: ChartZoom) => void;
}

const HEIGHT = 148;
const QUARTERS = [0, 0.25, 0.5, 0.75, 1] as const;
const MARGIN = { top: 6, right: 10, bottom: 0, left: 0 } as const;
const TICK = { fill: "var(--muted)", fontSize: 11 } as const;

/** Values over time in the console's look: average lines, band from lowest to highest, gaps left open, events marked. */
export const TimeChart = memo(function TimeChart(props: TimeChartProps) {
  const {
    title,
    lines,
    points,
    format,
    maximum = null,
    level = null,
    marks,
    band,
    syncId,
    empty,
    onZoom,
  } = props;
  const first = points[0]?.atMs ?? 0;
  const last = points.at(-1)?.atMs ?? 0;
  const ticks = useMemo(() => axisTicks(first, last), [first, last]);
  const shown = useMemo(
    () =>
      hasValues(
        points,
        lines.map(({ key }) => key),
      ),
    [points, lines],
  );
  const visibleMarks = useMemo(
    () => marks.filter(({ atMs }) => atMs >= first && atMs <= last),
    [marks, first, last],
  );
  const drag = useZoomDrag(onZoom);

  return (
    <Panel
      title={title}
      aside={<ChartLegend lines={lines} points={points} format={format} />}
      bodyClassName="p-2 pb-1"
    >
      <div style={{ height: HEIGHT }} className="select-none text-xs">
        {shown ? (
          <ResponsiveContainer width="100%" height={HEIGHT} initialDimension={{ width: 400, height: HEIGHT }}>
            <ComposedChart
              data={points as ChartPoint[]}
              syncId={syncId}
              syncMethod="value"
              margin={MARGIN}
              accessibilityLayer={false}
              {...drag.handlers}
            >
              <CartesianGrid vertical={false} stroke="var(--line)" />
              <XAxis
                dataKey="atMs"
                type="number"
                scale="time"
                domain={["dataMin", "dataMax"]}
                ticks={ticks}
                tickFormatter={(atMs: number) => formatAxisTime(atMs, last - first)}
                tick={TICK}
                tickLine={false}
                axisLine={{ stroke: "var(--line)" }}
                minTickGap={24}
              />
              <YAxis
                width={76}
                // Every mark has room; recharts would leave out the one below the top.
                interval={0}
                domain={[0, maximum ?? "auto"]}
                {...(maximum === null ? { tickCount: 4 } : { ticks: QUARTERS.map((part) => part * maximum) })}
                tickFormatter={(value: number) => quantityText(format(value))}
                tick={TICK}
                tickLine={false}
                axisLine={false}
              />
              {level === null ? null : (
                <ReferenceLine y={level} stroke="var(--faint)" strokeDasharray="2 4" ifOverflow="hidden" />
              )}
              {visibleMarks.map((mark) => (
                <ReferenceLine
                  key={mark.id}
                  x={mark.atMs}
                  stroke={`var(${mark.colour})`}
                  strokeDasharray="3 3"
                />
              ))}
              {lines.map((line) => (
                <Area
                  key={`${line.key}:band`}
                  dataKey={`${line.key}:band`}
                  stroke="none"
                  fill={`var(${line.colour})`}
                  fillOpacity={0.2}
                  isAnimationActive={false}
                  activeDot={false}
                  connectNulls={false}
                />
              ))}
              {lines.map((line) => drawnLine(line))}
              {drag.chosen ? (
                <ReferenceArea
                  x1={drag.chosen.fromMs}
                  x2={drag.chosen.toMs}
                  fill="var(--accent)"
                  fillOpacity={0.15}
                  stroke="var(--accent)"
                />
              ) : null}
              <Tooltip
                isAnimationActive={false}
                cursor={{ stroke: "var(--muted)" }}
                wrapperStyle={{ zIndex: 30 }}
                content={({ active, label }) => (
                  <ChartTooltip
                    active={active === true}
                    atMs={typeof label === "number" ? label : null}
                    lines={lines}
                    points={points}
                    format={format}
                    marks={visibleMarks}
                    band={band}
                  />
                )}
              />
            </ComposedChart>
          </ResponsiveContainer>
        ) : (
          <p className="grid h-full place-items-center px-6 text-center text-base text-muted">{empty}</p>
        )}
      </div>
    </Panel>
  );
});

function drawnLine({ key, colour, filled, dashed }: ChartLine) {
  const shared = {
    dataKey: key,
    stroke: `var(${colour})`,
    strokeWidth: 1.5,
    isAnimationActive: false,
    connectNulls: false,
    activeDot: { r: 3 },
  } as const;
  if (filled) return <Area key={key} {...shared} fill={`var(${colour})`} fillOpacity={0.1} />;
  return <Line key={key} {...shared} strokeDasharray={dashed ? "4 3" : undefined} dot={false} />;
}
