"use client";

import type { RecommendationRow } from "@/lib/api/recommendations";
import { countOf } from "@/lib/client/format/format-count";
import { recommendationHistoryAddress } from "@/lib/client/http/api-addresses";
import { answered } from "@/lib/client/http/reader";
import { useApi } from "@/lib/client/http/use-api";

const REFRESH_MS = 30_000;
const rows = answered<RecommendationRow[]>();

/** The newest advice for a cluster in short: null before the first, undefined until it is read. */
export function useLatestAdvice(clusterId: string): RecommendationRow | null | undefined {
  const { data } = useApi(recommendationHistoryAddress(clusterId, 1), rows, { refreshInterval: REFRESH_MS });
  return data ? (data.data[0] ?? null) : undefined;
}

/** `3 moves advised`, `blocked, 1 move possible`, `nothing to move`, `not planned yet`. */
export function adviceWords(advice: RecommendationRow | null): string {
  if (!advice) return "not planned yet";
  const { verdict, movesCount } = advice;
  if (verdict === "balanced") return "nothing to move";
  if (verdict === "plan") return `${countOf(movesCount, "move")} advised`;
  return movesCount === 0 ? "blocked" : `blocked, ${countOf(movesCount, "move")} possible`;
}
