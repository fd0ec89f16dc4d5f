"use client";

import { useCallback } from "react";
import type { GuestRow } from "@/lib/api/guests";
import type { LiveState } from "./live-state";
import { useLiveRows } from "./use-live-rows";

/** Live rows of all guests, of one cluster's, or of one node's. @param initial what the server rendered */
export function useGuestRows({
  initial,
  clusterId,
  node,
}: {
  readonly initial: readonly GuestRow[];
  readonly clusterId?: string | undefined;
  readonly node?: string | undefined;
}): readonly GuestRow[] {
  const keep = useCallback(
    (row: GuestRow) =>
      (clusterId === undefined || row.clusterId === clusterId) && (node === undefined || row.node === node),
    [clusterId, node],
  );
  return useLiveRows(selectGuests, initial, clusterId === undefined && node === undefined ? null : keep);
}

const selectGuests = ({ guests }: LiveState) => guests;
