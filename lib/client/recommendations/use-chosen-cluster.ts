"use client";

import type { ClusterRow } from "@/lib/api/clusters";
import { useClusters } from "@/lib/client/state/initial-rows";
import { useScope } from "@/lib/client/state/use-scope";
import { useSearchState } from "@/lib/client/state/use-search-state";

export interface ChosenCluster {
  /** Those the page may show. */
  readonly clusters: readonly ClusterRow[];
  /** Null when there is none. */
  readonly chosen: ClusterRow | null;
  readonly choose: (clusterId: string) => void;
}

/** The one cluster that a page is about: the one that the address names (`?of=`), else the first in scope. */
export function useChosenCluster(): ChosenCluster {
  const scope = useScope();
  const [parameters, change] = useSearchState();
  const of = parameters.get("of");
  const all = useClusters();
  const named = all.find(({ id }) => id === of && scope.has(id));
  const clusters = all.filter(({ id }) => scope.has(id));
  return {
    clusters,
    chosen: named ?? clusters[0] ?? null,
    choose: (clusterId) => change({ of: clusterId, plan: null, whatif: null, search: null }, "push"),
  };
}
