"use client";

import { useCallback, useMemo, useRef, useSyncExternalStore } from "react";
import type { LiveState } from "./live-state";
import { liveStore } from "./live-store";

/**
 * Rows of the live state, or `initial` until the stream has told its first state. The array keeps its identity
 * until a row in it changes.
 *
 * @param select one of the state's lists; must be the same function on each call
 * @param keep null for all rows; memoise it
 */
export function useLiveRows<Row>(
  select: (state: LiveState) => readonly Row[],
  initial: readonly Row[],
  keep: ((row: Row) => boolean) | null,
): readonly Row[] {
  const { subscribe, state } = liveStore();
  // The list and not the state: what changes in other lists is no reason to render.
  const read = useCallback(() => {
    const current = state();
    return current.known ? select(current) : null;
  }, [state, select]);
  const all = useSyncExternalStore(subscribe, read, () => null) ?? initial;
  const kept = useMemo(() => (keep ? all.filter(keep) : all), [all, keep]);
  const last = useRef<readonly Row[]>(kept);
  if (keep === null || !isSameList(last.current, kept)) last.current = kept;
  return last.current;
}

function isSameList<Row>(left: readonly Row[], right: readonly Row[]): boolean {
  return left.length === right.length && left.every((row, index) => row === right[index]);
}
