"use client";

import { useMemo } from "react";
import { z } from "zod";
import { type PlanView, recommendation } from "@/lib/api/recommendations";
import { nodePolicyRow } from "@/lib/api/rules";
import { nodePoliciesAddress, recommendationAddress } from "@/lib/client/http/api-addresses";
import { useApi } from "@/lib/client/http/use-api";

const REFRESH_MS = 30_000;
const maybeRecommendation = recommendation.nullable();
const policies = z.array(nodePolicyRow);

export interface MapPlan {
  /** The newest plan; null before the first. */
  readonly plan: PlanView | null;
  /** Names of the nodes in maintenance. */
  readonly maintenance: ReadonlySet<string>;
}

/** What is decided about a cluster: the newest plan, and the nodes that are in maintenance. */
export function useMapPlan(clusterId: string): MapPlan {
  const { data: advice } = useApi(recommendationAddress(clusterId), maybeRecommendation, {
    refreshInterval: REFRESH_MS,
  });
  const { data: decided } = useApi(nodePoliciesAddress(clusterId), policies, {
    refreshInterval: REFRESH_MS,
  });
  const maintenance = useMemo(
    () =>
      new Set(
        (decided?.data ?? []).flatMap(({ node, maintenanceSinceMs }) =>
          maintenanceSinceMs === null ? [] : [node],
        ),
      ),
    [decided],
  );
  return { plan: advice?.data?.plan ?? null, maintenance };
}
