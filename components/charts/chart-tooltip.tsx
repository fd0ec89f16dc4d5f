import type { BandWords } from "@/lib/client/format/band-words";
import type { ChartPoint } from "@/lib/client/format/chart-points";
import { formatExact } from "@/lib/client/format/format-time";
import type { Quantity } from "@/lib/client/format/quantity";
import { quantityText, spanText } from "@/lib/client/format/quantity";
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
  band: BandWords;
}

/** One moment of a chart: of each line the average between its lowest and its highest, and what happened then. */
export function ChartTooltip({ active, atMs, lines, points, format, marks, band }: ChartTooltipProps) {
  const point = points.find((candidate) => candidate.atMs === atMs);
  if (!active || atMs === null || !point) return null;
  const step = (points[1]?.atMs ?? 0) - (points[0]?.atMs ?? 0);
  const near = marks.filter((mark) => Math.abs(mark.atMs - atMs) <= Math.max(step, 1));

  return (
    <div className="max-w-72 rounded-md border border-line-strong bg-raised px-2.5 py-1.5 text-sm shadow-menu">
      <p className="figure text-muted text-xs">{formatExact(atMs)}</p>
      <table>
        {band.highest ? (
          <thead>
            <tr className="text-muted text-xs">
              <th aria-label="Line" />
              <th className="pl-2.5 text-right font-normal">average</th>
              <th className="pl-2.5 text-right font-normal">
                {band.lowest ? "lowest to highest" : "highest"}
              </th>
            </tr>
          </thead>
        ) : null}
        <tbody>
          {lines.map((line) => (
            <tr key={line.key}>
              <th className="whitespace-nowrap text-left font-normal text-muted">
                <span
                  aria-hidden
                  className="mr-1.5 inline-block w-3 border-t-2 align-middle"
                  style={{ borderColor: `var(${line.colour})` }}
                />
                {line.title}
              </th>
              <Values values={valuesAt(point, line.key)} format={format} band={band} />
            </tr>
          ))}
        </tbody>
      </table>
      {band.lowest ? (
        <p className="w-0 min-w-full text-pretty pt-0.5 text-muted text-xs">
          From the {band.lowest} to the {band.highest}
        </p>
      ) : null}
      {near.slice(0, 4).map((mark) => (
        <p key={mark.id} className="mt-1 border-line border-t pt-1 text-xs">
          {mark.message}
        </p>
      ))}
    </div>
  );
}

interface ValuesProps {
  values: readonly [low: number, average: number, high: number] | null;
  format: (value: number | null) => Quantity;
  band: BandWords;
}

function Values({ values, format, band }: ValuesProps) {
  if (!values) {
    return (
      <td colSpan={2} className="pl-2.5 text-right text-muted">
        no reading
      </td>
    );
  }
  const [low, average, high] = values;
  return (
    <>
      <ValueCell text={quantityText(format(average))} />
      {band.lowest ? <ValueCell text={spanText(format(low), format(high))} dim /> : null}
      {band.highest && !band.lowest ? <ValueCell text={quantityText(format(high))} dim /> : null}
    </>
  );
}

function ValueCell({ text, dim = false }: { readonly text: string; readonly dim?: boolean }) {
  return <td className={`figure whitespace-nowrap pl-2.5 text-right ${dim ? "text-muted" : ""}`}>{text}</td>;
}

function valuesAt(point: ChartPoint, key: string): ValuesProps["values"] {
  const average = point[key];
  if (typeof average !== "number") return null;
  const band = point[`${key}:band`];
  return Array.isArray(band) ? [band[0], average, band[1]] : [average, average, average];
}
