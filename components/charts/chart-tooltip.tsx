import type { ChartPoint } from "@/lib/client/format/chart-points";
import { formatExact } from "@/lib/client/format/format-time";
import type { Quantity } from "@/lib/client/format/quantity";
import { quantityText } from "@/lib/client/format/quantity";
import type { ChartLine } from "./time-chart";

/** Something that happened, drawn as a line across the charts. */
export interface ChartMark {
  readonly id: string;
  readonly atMs: number;
  readonly message: string;
  /** A colour token, such as `--warn`. */
  readonly colour: string;
}

interface ChartTooltipProps {
  active: boolean;
  atMs: number | null;
  lines: readonly ChartLine[];
  points: readonly ChartPoint[];
  format: (value: number | null) => Quantity;
  marks: readonly ChartMark[];
}

export function ChartTooltip({ active, atMs, lines, points, format, marks }: ChartTooltipProps) {
  const point = points.find((candidate) => candidate.atMs === atMs);
  if (!active || atMs === null || !point) return null;
  const step = (points[1]?.atMs ?? 0) - (points[0]?.atMs ?? 0);
  const near = marks.filter((mark) => Math.abs(mark.atMs - atMs) <= Math.max(step, 1));

  return (
    <div className="max-w-72 rounded-md border border-line-strong bg-raised px-2.5 py-1.5 text-sm shadow-menu">
      <p className="figure text-muted text-xs">{formatExact(atMs)}</p>
      {lines.map((line) => (
        <p key={line.key} className="flex items-center gap-1.5">
          <span aria-hidden className="h-0 w-3 border-t-2" style={{ borderColor: `var(${line.colour})` }} />
          <span className="flex-1 text-muted">{line.title}</span>
          <span className="figure">{valueText(point, line.key, format)}</span>
        </p>
      ))}
      {near.slice(0, 4).map((mark) => (
        <p key={mark.id} className="mt-1 border-line border-t pt-1 text-xs">
          {mark.message}
        </p>
      ))}
    </div>
  );
}

function valueText(point: ChartPoint, key: string, format: (value: number | null) => Quantity): string {
  const value = point[key];
  const band = point[`${key}:band`];
  if (typeof value !== "number") return "no reading";
  const text = quantityText(format(value));
  return Array.isArray(band) && band[1] > band[0] ? `${text}, up to ${quantityText(format(band[1]))}` : text;
}
