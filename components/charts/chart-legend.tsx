import { type ChartPoint, lastValue } from "@/lib/client/format/chart-points";
import type { Quantity } from "@/lib/client/format/quantity";
import { Figure } from "../values/figure";
import type { ChartLine } from "./time-chart";

interface ChartLegendProps {
  lines: readonly ChartLine[];
  points: readonly ChartPoint[];
  format: (value: number | null) => Quantity;
}

/** Each line's colour, name and newest value: the chart in words for whoever cannot see it. */
export function ChartLegend({ lines, points, format }: ChartLegendProps) {
  return (
    <ul className="flex flex-wrap justify-end gap-x-3">
      {lines.map((line) => (
        <li key={line.key} className="flex items-center gap-1.5 whitespace-nowrap">
          <span
            aria-hidden
            className="h-0 w-3 border-t-2"
            style={{ borderColor: `var(${line.colour})`, borderTopStyle: line.dashed ? "dashed" : "solid" }}
          />
          {line.title}
          <Figure
            quantity={format(lastValue(points, line.key))}
            reason="No reading in this range"
            className="text-fg"
          />
        </li>
      ))}
    </ul>
  );
}
