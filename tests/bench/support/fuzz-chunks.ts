import fc from "fast-check";
import type { Scenario } from "@/lib/inventory/scenario/scenario";
import { anyCluster } from "../../support/planning/cluster-arbitrary";
import { nastyCluster } from "../../support/planning/nasty-cluster";

/** Clusters that are drawn from one seed. */
export interface FuzzChunk {
  readonly kind: FuzzKind;
  readonly seed: number;
  readonly clusters: number;
}

export type FuzzKind = keyof typeof ARBITRARIES;

const ARBITRARIES = {
  small: () => anyCluster(),
  nasty: () => nastyCluster(),
  plain: () => anyCluster({ rules: false, settings: false, obstacles: false }),
  medium: () => anyCluster({ mostNodes: 14, mostGuests: 150 }),
  large: () => anyCluster({ mostNodes: 32, mostGuests: 500 }),
} as const;

const FIRST_SEED = 20_260_105;

/** How many of a hundred clusters are of each kind. */
const SHARES: readonly (readonly [FuzzKind, number])[] = [
  ["small", 35],
  ["nasty", 25],
  ["plain", 30],
  ["medium", 8],
  ["large", 2],
];

/** Divides so many clusters into chunks of at most `size`, each kind with its share. */
export function fuzzChunks(clusters: number, size: number): readonly FuzzChunk[] {
  return SHARES.flatMap(([kind, share]) => {
    const all = Math.round((clusters * share) / 100);
    return Array.from({ length: Math.ceil(all / size) }, (_, index) => ({
      kind,
      seed: FIRST_SEED + index,
      clusters: Math.min(size, all - index * size),
    }));
  });
}

/** The clusters of a chunk, always the same; those of a longer chunk begin with those of a shorter. */
export function clustersOf({ kind, seed, clusters }: FuzzChunk): readonly Scenario[] {
  return fc.sample(ARBITRARIES[kind](), { seed, numRuns: clusters });
}
