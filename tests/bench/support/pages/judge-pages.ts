import type { Filtering } from "./measure-filter";
import type { HeapFigures } from "./measure-heap";
import type { ComparedLoading } from "./measure-loading";
import type { EndpointsFigures } from "./measure-pages";
import type { Ticks } from "./measure-ticks";

export interface PageFigures {
  readonly loading: Readonly<Record<string, ComparedLoading>>;
  readonly filter: Filtering;
  readonly ticks: Readonly<Record<string, Ticks>>;
  readonly heap: HeapFigures | null;
  readonly endpoints: EndpointsFigures | null;
}

export interface PageLimits {
  readonly overviewScriptBytes: number;
  readonly overviewPaintRatioToBarePage: number;
  readonly filterP95Ms: number;
  readonly tickP95Ms: number;
  readonly layoutShiftOnTicks: number;
  readonly heapGrowthShare: number;
  readonly endpointP95Ms: number;
  readonly requestsRatioToStaticJson: number;
}

/** Whether every limit holds. */
export function judgePages(
  { loading, filter, ticks, heap, endpoints }: PageFigures,
  limits: PageLimits,
): boolean {
  const overview = loading["/"];
  const seen = Object.values(ticks);
  return [
    (overview?.scriptBytes ?? Infinity) <= limits.overviewScriptBytes,
    (overview?.paintRatioToBarePage ?? Infinity) <= limits.overviewPaintRatioToBarePage,
    filter.p95Ms <= limits.filterP95Ms,
    seen.every(({ p95Ms }) => p95Ms <= limits.tickP95Ms),
    seen.every(({ layoutShift }) => layoutShift <= limits.layoutShiftOnTicks),
    heap === null || heap.growthShare <= limits.heapGrowthShare,
    endpoints === null ||
      Object.values(endpoints.served).every(
        ({ status, p95Ms }) => status === 200 && p95Ms <= limits.endpointP95Ms,
      ),
    endpoints === null || endpoints.ratio >= limits.requestsRatioToStaticJson,
  ].every(Boolean);
}
