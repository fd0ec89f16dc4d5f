import type { ScoreVerdict } from "./node-score";

/**
 * Where each verdict begins, in percent of suitability; below the last one a node is critical.
 * At the default scale these are 12.5, 33, 50 and 75 penalty points.
 */
export const VERDICT_BANDS: readonly { readonly verdict: ScoreVerdict; readonly fromPercent: number }[] = [
  { verdict: "excellent", fromPercent: 80 },
  { verdict: "good", fromPercent: 60 },
  { verdict: "acceptable", fromPercent: 50 },
  { verdict: "poor", fromPercent: 40 },
];

/**
 * How well a node suits a guest: `100 × half / (half + penalty)`.
 *
 * Absolute (it depends on no other node), strictly falling, and it never reaches 0, so that of two bad
 * nodes the worse one is always seen to be worse.
 *
 * @param penaltyPoints 0 or more
 * @param halfPoints    points at which suitability is 50 %, above 0
 * @returns above 0, at most 100
 */
export function suitabilityPercent(penaltyPoints: number, halfPoints: number): number {
  return 100 / (1 + penaltyPoints / halfPoints);
}

/** The word for a suitability. */
export function verdictOf(suitability: number): ScoreVerdict {
  return VERDICT_BANDS.find(({ fromPercent }) => suitability >= fromPercent)?.verdict ?? "critical";
}
