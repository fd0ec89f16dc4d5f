import "server-only";
import type { z } from "zod";
import type { SeriesResponse, seriesQuery } from "@/lib/api/series";
import type { SERIES_RANGES } from "@/lib/api/series-ranges";
import type { Viewer } from "@/lib/server/auth/viewer";
import { AppError } from "@/lib/server/http/app-error";
import { readSettings } from "@/lib/server/settings/read-settings";
import { retentionSettingsFrom } from "@/lib/settings/retention-settings";
import { type BucketOptions, bucketSeries } from "./bucket-series";
import { chooseResolution, TIER_STEP_MS } from "./choose-resolution";
import { findSampleObjects } from "./find-sample-objects";
import { METRIC_LAYOUT, type SampleKind, type SampleTier } from "./metric-layout";
import { type ObjectTracks, readEntries, type SampleObject } from "./read-entries";
import { DAY_MS, floorTo, HOUR_MS } from "./sample-tables";

type SeriesQuery = z.infer<typeof seriesQuery>;

const RANGE_MS: Readonly<Record<(typeof SERIES_RANGES)[number], number>> = {
  "1h": HOUR_MS,
  "6h": 6 * HOUR_MS,
  "24h": DAY_MS,
  "7d": 7 * DAY_MS,
  "30d": 30 * DAY_MS,
  "1y": 365 * DAY_MS,
};
const LONGEST_RANGE_MS = 10 * 365 * DAY_MS;
const COARSER: Readonly<Record<SampleTier, SampleTier | null>> = {
  reading: "minute",
  minute: "hour",
  hour: null,
};

/**
 * The history of metrics in at most `points` equal steps: averages with the lowest and highest of each step, null
 * where nothing is known. The finest stored resolution that the range needs is read; where it has a gap, the next coarser fills in.
 *
 * @throws AppError not_found for an unknown object, invalid_input for a metric of another kind or an empty range
 */
export async function readSeries(
  _viewer: Viewer,
  query: SeriesQuery,
  nowMs: number = Date.now(),
): Promise<SeriesResponse> {
  const { kind } = query;
  refuseForeignMetrics(kind, query.metrics);
  const { fromMs, toMs } = resolveRange(query, nowMs);
  const [objects, settings] = await Promise.all([findSampleObjects(kind, query.objects), readSettings(null)]);
  const range = { fromMs, toMs, points: query.points, nowMs };
  const { tier, stepMs } = chooseResolution(range, retentionSettingsFrom(settings));
  const firstMs = floorTo(fromMs, stepMs);
  const count = Math.ceil((toMs - firstMs) / stepMs);
  const timesMs = Array.from({ length: count }, (_, index) => firstMs + index * stepMs);
  const metrics = query.metrics.map((metric) => METRIC_LAYOUT[kind].findIndex(({ name }) => name === metric));
  const span = { kind, objects, fromMs: firstMs, toMs, metrics };
  const wanted = query.objects.flatMap((objectId) =>
    query.metrics.map((metric, column) => ({ objectId, metric, column })),
  );
  const options = { timesMs, stepMs, tier, width: metrics.length };
  const draw = (entries: ObjectTracks, coarser: ObjectTracks) =>
    wanted.map(({ objectId, metric, column }) => {
      const line = toLine({ objectId, entries, coarser }, { ...options, metric: column });
      return { objectId, metric, ...line };
    });
  const entries = await readEntries({ ...span, tier });
  const series = draw(entries, new Map());
  const coarserTier = COARSER[tier];
  const resolution = { resolutionSeconds: stepMs / 1_000, sampleSeconds: TIER_STEP_MS[tier] / 1_000 };
  if (coarserTier === null || !series.some(({ average }) => average.includes(null))) {
    return { ...resolution, timesMs, series };
  }
  return { ...resolution, timesMs, series: draw(entries, await readCoarser(span, coarserTier)) };
}

interface Span {
  readonly kind: SampleKind;
  readonly objects: readonly SampleObject[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly metrics: readonly number[];
}

function readCoarser(span: Span, tier: SampleTier): Promise<ObjectTracks> {
  const fromMs = floorTo(span.fromMs, TIER_STEP_MS[tier]);
  // Hours that are only sums of the minutes at hand have nothing to add.
  const objects = span.objects.map((object) => ({ ...object, daysUntilMs: Number.MAX_SAFE_INTEGER }));
  return readEntries({ ...span, objects, fromMs, tier });
}

interface Found {
  readonly objectId: number;
  readonly entries: ObjectTracks;
  readonly coarser: ObjectTracks;
}

function toLine(
  { objectId, entries, coarser }: Found,
  { tier, ...options }: BucketOptions & { readonly tier: SampleTier },
) {
  return bucketSeries(entries.get(objectId), coarser.get(objectId), {
    ...options,
    coarserMs: TIER_STEP_MS[COARSER[tier] ?? tier],
  });
}

function refuseForeignMetrics(kind: SampleKind, metrics: readonly string[]): void {
  const foreign = metrics.find((metric) => !METRIC_LAYOUT[kind].some(({ name }) => name === metric));
  if (foreign === undefined) return;
  const message = `A ${kind} has no metric named ${foreign}.`;
  throw new AppError("invalid_input", message, [{ path: "metrics", message }]);
}

function resolveRange(query: SeriesQuery, nowMs: number): { fromMs: number; toMs: number } {
  const toMs = query.toMs ?? nowMs;
  const fromMs = query.fromMs ?? toMs - RANGE_MS[query.range ?? "24h"];
  const problem =
    fromMs >= toMs
      ? "The range must end after it begins."
      : toMs - fromMs > LONGEST_RANGE_MS
        ? "The range must not be longer than ten years."
        : null;
  if (problem) throw new AppError("invalid_input", problem, [{ path: "fromMs", message: problem }]);
  return { fromMs, toMs };
}
