import {
  isForced,
  leadingResource,
  type MoveEvidence,
  type NodeEvidence,
  shareOf,
  thresholdOf,
} from "./move-evidence";

/** What each part counts for; together 100. */
const POINTS = { gain: 40, history: 20, windows: 15, headroom: 15, cost: 10 } as const;

/** Readings wobble by about this share of themselves. */
const NOISE_FRACTION = 0.03;

/** A target with this share of its capacity left below the threshold has all the headroom that matters. */
const AMPLE_HEADROOM_FRACTION = 0.3;

export interface ConfidenceParts {
  /** Each 0–1; see {@link moveConfidence}. */
  readonly gain: number;
  readonly history: number;
  readonly windows: number;
  readonly headroom: number;
  readonly cost: number;
}

/**
 * How sure it is that a move does what the plan says, a whole number from 0 to 100: `40 gain + 20 history + 15 windows + 15 headroom + 10 cost`.
 *
 * - gain: size of the relief against the noise of readings, `1 − e^(−relief / 2 noise)`, where relief is the fall of the
 *   source's leading share by all of the plan's moves that leave it for the same need, because only together they are proposed, and noise
 *   3 % of that share; 1 for a forced move, whose effect is certain; half for a move that helps another node than its own only together
 *   with the rest of its bundle
 * - history: how much of the last day (three quarters) and week (one quarter) has readings, on the node with less of them; 1 for a forced move
 * - windows: the leading share now against the last day's, the smaller divided by the larger; 0.5 without a day; 1 for a forced move
 * - headroom: what is left below the target's thresholds afterwards, 30 % of capacity or more being 1
 * - cost: 1 less the spread of cost estimates; 0 when the memory cannot be copied while the guest runs at full speed
 */
export function moveConfidence(evidence: MoveEvidence): number {
  const parts = confidenceParts(evidence);
  return Math.round(
    POINTS.gain * parts.gain +
      POINTS.history * parts.history +
      POINTS.windows * parts.windows +
      POINTS.headroom * parts.headroom +
      POINTS.cost * parts.cost,
  );
}

/** The parts of {@link moveConfidence}, each 0–1. */
export function confidenceParts(evidence: MoveEvidence): ConfidenceParts {
  const forced = isForced(evidence.need) || evidence.need === "distribution";
  return {
    gain: forced ? 1 : gain(evidence),
    history: forced ? 1 : Math.min(known(evidence.source), known(evidence.target)),
    windows: forced ? 1 : agreement(evidence.source),
    headroom: headroom(evidence.target),
    cost: evidence.cost.throttledFraction > 0 ? 0 : within(1 - evidence.costSpreadFraction),
  };
}

function gain({ source, subject, bundleSize }: MoveEvidence): number {
  if (bundleSize > 1 && subject !== source.name) return 0.5;
  const { before: first, after: last } = source.inPlan ?? source;
  const resource = leadingResource({ ...source, before: first }, "before");
  const before = shareOf(first, resource);
  const relief = before - shareOf(last, resource);
  if (!(relief > 0) || !(before > 0)) return 0;
  return 1 - Math.exp(-relief / (2 * NOISE_FRACTION * before));
}

function known({ dayCoverage, weekCoverage }: NodeEvidence): number {
  return within(0.75 * dayCoverage + 0.25 * weekCoverage);
}

function agreement(source: NodeEvidence): number {
  const resource = leadingResource(source, "before");
  const now = shareOf(source.before, resource);
  const day = resource === "memory" ? source.memoryDayFraction : source.cpuDayFraction;
  if (day === null || resource === "ioWait") return 0.5;
  const larger = Math.max(now, day);
  return larger > 0 ? within(Math.min(now, day) / larger) : 1;
}

function headroom(target: NodeEvidence): number {
  const left = (["cpu", "memory"] as const).map(
    (resource) => thresholdOf(target, resource) - shareOf(target.after, resource),
  );
  return within(Math.min(...left) / AMPLE_HEADROOM_FRACTION);
}

function within(share: number): number {
  return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
}
