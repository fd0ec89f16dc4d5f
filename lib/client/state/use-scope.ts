"use client";

import { useSearchParams } from "next/navigation";
import { useMemo } from "react";

export interface Scope {
  /** As in the address; null means all clusters. */
  readonly text: string | null;
  /** The chosen clusters; null means all. */
  readonly ids: ReadonlySet<string> | null;
  readonly has: (clusterId: string) => boolean;
}

/** Which clusters the address chooses (`?cluster=ID,ID`). */
export function useScope(): Scope {
  const text = useSearchParams().get("cluster");
  return useMemo(() => {
    const ids = text ? new Set(text.split(",").filter(Boolean)) : null;
    return { text: text || null, ids, has: (clusterId) => ids === null || ids.has(clusterId) };
  }, [text]);
}
