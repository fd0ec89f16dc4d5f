"use client";

import { useMemo } from "react";
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { Panel } from "@/components/values/panel";
import { type ChartPoint, hasValues } from "@/lib/client/format/chart-points";
import { formatAxisTime } from "@/lib/client/format/format-time";
import type { Quantity } from "@/lib/client/format/quantity";
import { quantityText } from "@/lib/client/format/quantity";
import { ChartLegend } from "./chart-legend";
import { type ChartMark, ChartTooltip } from "./chart-tooltip";

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
  lines: readonly ChartLine[];
  points: readonly ChartPoint[];
  format: (value: number | null) => Quantity;
  /** Top of the axis; grows with the values when absent. */
  maximum?: number;
  /** A level worth a line of its own, such as the number of threads. */
  level?: { readonly value: number; readonly title: string };
  marks: readonly ChartMark[];
  /** Charts with the same id share their crosshair. */
  syncId: string;
  /** Said in place of the chart when there is nothing to draw. */
  empty: string;
}

const HEIGHT = 148;
const QUARTERS = [0, 0.25, 0.5, 0.75, 1] as const;

/** Values over time in the console's look: average lines, band up to the maximum, gaps left open, events marked. */
export function TimeChart(props: TimeChartProps) {
  const { title, lines, points, format, maximum, level, marks, syncId, empty } = props;
  const first = points[0]?.atMs ?? 0;
  const last = points.at(-1)?.atMs ?? 0;
  const shown = hasValues(
    points,
    lines.map(({ key }) => key),
  );
  const visibleMarks = useMemo(
    () => marks.filter(({ atMs }) => atMs >= first && atMs <= last),
    [marks, first, last],
  );

  return (
    <Panel
      title={title}
      aside={<ChartLegend lines={lines} points={points} format={format} />}
      bodyClassName="p-2 pb-1"
    >
      <div style={{ height: HEIGHT }} className="text-xs">
        {shown ? (
          <ResponsiveContainer width="100%" height={HEIGHT} initialDimension={{ width: 400, height: HEIGHT }}>
            <ComposedChart
              data={points as ChartPoint[]}
              syncId={syncId}
              syncMethod="value"
              margin={{ top: 6, right: 10, bottom: 0, left: 0 }}
              accessibilityLayer={false}
            >
              <CartesianGrid vertical={false} stroke="var(--line)" />
              <XAxis
                dataKey="atMs"
                type="number"
                scale="time"
                domain={["dataMin", "dataMax"]}
                tickFormatter={(atMs: number) => formatAxisTime(atMs, last - first)}
                tick={{ fill: "var(--muted)", fontSize: 11 }}
                tickLine={false}
                axisLine={{ stroke: "var(--line)" }}
                minTickGap={48}
              />
              <YAxis
                width={76}
                domain={[0, maximum ?? "auto"]}
                {...(maximum === undefined
                  ? { tickCount: 4 }
                  : { ticks: QUARTERS.map((part) => part * maximum) })}
                tickFormatter={(value: number) => quantityText(format(value))}
                tick={{ fill: "var(--muted)", fontSize: 11 }}
                tickLine={false}
                axisLine={false}
              />
              {level ? (
                <ReferenceLine
                  y={level.value}
                  stroke="var(--faint)"
                  strokeDasharray="2 4"
                  ifOverflow="hidden"
                />
              ) : null}
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
              {lines.map((line) =>
                line.filled ? (
                  <Area
                    key={line.key}
                    dataKey={line.key}
                    stroke={`var(${line.colour})`}
                    strokeWidth={1.5}
                    fill={`var(${line.colour})`}
                    fillOpacity={0.1}
                    isAnimationActive={false}
                    connectNulls={false}
                    activeDot={{ r: 3 }}
                  />
                ) : (
                  <Line
                    key={line.key}
                    dataKey={line.key}
                    stroke={`var(${line.colour})`}
                    strokeWidth={1.5}
                    strokeDasharray={line.dashed ? "4 3" : undefined}
                    dot={false}
                    isAnimationActive={false}
                    connectNulls={false}
                    activeDot={{ r: 3 }}
                  />
                ),
              )}
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
}
