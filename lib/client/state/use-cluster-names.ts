"use client";

import { useMemo } from "react";
import type { ClusterRow } from "@/lib/api/clusters";

/** The clusters' names by their ids; the same map until one is added, removed or renamed. */
export function useClusterNames(clusters: readonly ClusterRow[]): ReadonlyMap<string, string> {
  const text = JSON.stringify(clusters.map(({ id, name }) => [id, name]));
  return useMemo(() => new Map(JSON.parse(text) as [string, string][]), [text]);
}
