const SECONDS_AN_HOUR = 3_600;

/**
 * What relief is worth, in the same seconds that a move costs: `relieved share × hours × 3600`. Ten percent of a node
 * relieved for a day is worth 8,640 s; a move that takes longer than that is not worth making.
 *
 * @param relievedFraction share of capacity by which the hotter of a move's two nodes becomes cooler, 0–1; below 0 counts as 0
 * @param benefitHours     for how long the relief is expected to last, `planning.benefitHours`
 */
export function benefitSeconds(relievedFraction: number, benefitHours: number): number {
  return Math.max(0, relievedFraction) * Math.max(0, benefitHours) * SECONDS_AN_HOUR;
}
