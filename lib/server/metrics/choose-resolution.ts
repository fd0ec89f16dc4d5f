import "server-only";
import type { SampleRetention } from "./maintain-partitions";
import type { SampleTier } from "./metric-layout";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "./sample-tables";

export interface Resolution {
  readonly tier: SampleTier;
  /** Width of one point; a multiple of the tier's own width. */
  readonly stepMs: number;
}

export const TIER_STEP_MS: Readonly<Record<SampleTier, number>> = {
  reading: 10_000,
  minute: MINUTE_MS,
  hour: HOUR_MS,
};

const SECOND_MS = 1_000;
/** Widths that divide a day, then days: charts of neighbouring ranges share their ticks. */
const STEPS_MS = [
  ...[10, 20, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 3, 5, 10, 15, 20, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 4, 6, 8, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 5, 7, 14, 30, 90, 365].map((days) => days * DAY_MS),
];

/**
 * The coarsest tier that still gives as many points as asked for, and that reaches back to the beginning of the
 * range; and the narrowest step that keeps the number of points within `points`.
 */
export function chooseResolution(
  range: { readonly fromMs: number; readonly toMs: number; readonly points: number; readonly nowMs: number },
  retention: SampleRetention,
): Resolution {
  const { fromMs, toMs, points, nowMs } = range;
  const idealMs = (toMs - fromMs) / points;
  const ageMs = nowMs - fromMs;
  const reaches: readonly (readonly [SampleTier, number])[] = [
    ["hour", Number.POSITIVE_INFINITY],
    ["minute", retention.minuteDays * DAY_MS],
    ["reading", retention.tenSecondHours * HOUR_MS],
  ];
  const reaching = reaches.filter(([, reachMs]) => ageMs <= reachMs).map(([tier]) => tier);
  const tier = reaching.find((candidate) => TIER_STEP_MS[candidate] <= idealMs) ?? reaching.at(-1) ?? "hour";
  const leastMs = Math.max(idealMs, TIER_STEP_MS[tier]);
  // One more point than the quotient is touched when the range does not begin on a step.
  const stepMs = STEPS_MS.find((step) => step >= leastMs && (toMs - fromMs) / step + 1 <= points);
  return { tier, stepMs: stepMs ?? Math.ceil(leastMs / DAY_MS + 1) * DAY_MS };
}
