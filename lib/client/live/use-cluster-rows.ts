"use client";

import { useCallback } from "react";
import type { ClusterRow } from "@/lib/api/clusters";
import type { LiveState } from "./live-state";
import { useLiveRows } from "./use-live-rows";

/** Live rows of all clusters, or of one. @param initial what the server rendered */
export function useClusterRows({
  initial,
  clusterId,
}: {
  readonly initial: readonly ClusterRow[];
  readonly clusterId?: string | undefined;
}): readonly ClusterRow[] {
  const keep = useCallback(({ id }: ClusterRow) => id === clusterId, [clusterId]);
  return useLiveRows(selectClusters, initial, clusterId === undefined ? null : keep);
}

const selectClusters = ({ clusters }: LiveState) => clusters;
