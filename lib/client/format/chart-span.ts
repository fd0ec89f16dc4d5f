import { type SeriesRange, seriesRangeOf } from "./series-range";

/** A part of time that was chosen on a chart. */
export interface ChartZoom {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What the charts of a page show: the last hours or days up to now, or a part of time chosen on one of them. */
export interface ChartSpan {
  readonly range: SeriesRange;
  readonly zoom: ChartZoom | null;
  /** Same for the same span. */
  readonly key: string;
}

/** Shorter parts hold a reading or two. */
const SHORTEST_MS = 60_000;

type Read = (name: string) => string | null | undefined;

/** The span that an address names with `range`, or with `from` and `to` in Unix milliseconds. */
export function chartSpanOf(read: Read): ChartSpan {
  const range = seriesRangeOf(read("range"));
  const zoom = zoomOf(read("from"), read("to"));
  return { range, zoom, key: zoom ? `${zoom.fromMs}-${zoom.toMs}` : range };
}

/** {@link chartSpanOf} for the parameters that the server gets. */
export function chartSpanOfParameters(
  parameters: Readonly<Record<string, string | string[] | undefined>>,
): ChartSpan {
  return chartSpanOf((name) => {
    const value = parameters[name];
    return typeof value === "string" ? value : null;
  });
}

/** The span as a question to the series API. */
export function spanQuery({ range, zoom }: ChartSpan): { range: SeriesRange } | ChartZoom {
  return zoom ? { fromMs: zoom.fromMs, toMs: zoom.toMs } : { range };
}

/** The ends of a drag across a chart as a zoom, in whichever direction it went; null for a mere click. */
export function zoomBetween(oneMs: number, otherMs: number): ChartZoom | null {
  const zoom = { fromMs: Math.min(oneMs, otherMs), toMs: Math.max(oneMs, otherMs) };
  return zoom.toMs - zoom.fromMs >= SHORTEST_MS ? zoom : null;
}

function zoomOf(from: string | null | undefined, to: string | null | undefined): ChartZoom | null {
  if (!from || !to || !/^\d{1,16}$/.test(from) || !/^\d{1,16}$/.test(to)) return null;
  const fromMs = Number(from);
  const toMs = Number(to);
  return fromMs < toMs ? { fromMs, toMs } : null;
}
