/**
 * TOPSIS, as PVE's resource scheduler has it: how near each alternative is to the best and how far from the
 * worst values that any of them has. All criteria are costs.
 *
 * @param alternatives a value for each criterion, by alternative
 * @param weights of the criteria; only their proportions matter
 * @returns from 0 (worst in everything) to 1 (best in everything); 1 for all when they are alike
 */
export function topsisScores(
  alternatives: readonly (readonly number[])[],
  weights: readonly number[],
): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const weighted = weights.map((weight, criterion) => {
    const values = alternatives.map((values_) => values_[criterion] ?? 0);
    const length = Math.hypot(...values);
    return values.map((value) => (length === 0 ? 0 : ((value / length) * weight) / total));
  });
  const best = weighted.map((values) => Math.min(...values));
  const worst = weighted.map((values) => Math.max(...values));
  return alternatives.map((_, index) => {
    const distance = (ideal: readonly number[]): number =>
      Math.hypot(...weighted.map((values, criterion) => (values[index] ?? 0) - (ideal[criterion] ?? 0)));
    const fromWorst = distance(worst);
    const fromBest = distance(best);
    return fromWorst + fromBest === 0 ? 1 : fromWorst / (fromWorst + fromBest);
  });
}

/** Weights of {@link clusterCriteria}. */
export const CLUSTER_WEIGHTS = [1, 2, 5, 10] as const;

/** What PVE looks at: mean and highest share of CPU and memory over all nodes, each above 1. */
export function clusterCriteria(
  loads: readonly { readonly cpu: number; readonly memory: number }[],
): number[] {
  const criteria = (values: readonly number[]): number[] => [
    1 + Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / Math.max(1, values.length)),
    1 + Math.max(0, ...values),
  ];
  return [...criteria(loads.map(({ cpu }) => cpu)), ...criteria(loads.map(({ memory }) => memory))];
}
