"use client";

import { useCallback } from "react";
import type { NodeRow } from "@/lib/api/nodes";
import type { LiveState } from "./live-state";
import { useLiveRows } from "./use-live-rows";

/** Live rows of all nodes, of one cluster's, or of one node. @param initial what the server rendered */
export function useNodeRows({
  initial,
  clusterId,
  name,
}: {
  readonly initial: readonly NodeRow[];
  readonly clusterId?: string | undefined;
  readonly name?: string | undefined;
}): readonly NodeRow[] {
  const keep = useCallback(
    (row: NodeRow) =>
      (clusterId === undefined || row.clusterId === clusterId) && (name === undefined || row.name === name),
    [clusterId, name],
  );
  return useLiveRows(selectNodes, initial, clusterId === undefined && name === undefined ? null : keep);
}

const selectNodes = ({ nodes }: LiveState) => nodes;
