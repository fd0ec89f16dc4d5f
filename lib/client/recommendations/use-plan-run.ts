"use client";

import { useEffect } from "react";
import { z } from "zod";
import { type PlanRunDetail, planRunDetail, planRunRow } from "@/lib/api/plans";
import { planDetailAddress, plansAddress } from "../http/api-addresses";
import { useApi } from "../http/use-api";
import { useHeard } from "../live/use-heard";
import { isActivePlan } from "./plan-run-words";

const ACTIVE_REFRESH_MS = 2_000;
const IDLE_REFRESH_MS = 10_000;
const rows = z.array(planRunRow);

interface WatchedPlan {
  /** The plan that was approved last for the cluster; null when there is none or it is not read yet. */
  readonly run: PlanRunDetail | null;
  readonly refresh: () => void;
}

/** The plan that was approved last for a cluster, as it goes on. */
export function useLatestPlanRun(clusterId: string): WatchedPlan {
  const newest = useApi(plansAddress({ cluster: clusterId, limit: "1" }), rows, {
    refreshInterval: IDLE_REFRESH_MS,
  });
  const id = newest.data?.data[0]?.id ?? null;
  const heard = useHeard().plans.get(id ?? "")?.row ?? null;
  const detail = useApi(id === null ? null : planDetailAddress(id), planRunDetail, {
    refreshInterval: (answer) => (answer && isActivePlan(answer.data) ? ACTIVE_REFRESH_MS : IDLE_REFRESH_MS),
    keepPreviousData: false,
  });
  const run = detail.data?.data ?? null;
  const isBehind =
    heard !== null && run !== null && (heard.state !== run.state || heard.doneCount !== run.doneCount);
  const { mutate } = detail;
  // The stream tells of the plan, but not of its steps.
  useEffect(() => {
    if (isBehind) void mutate();
  }, [isBehind, mutate]);
  return {
    run,
    refresh: () => {
      void newest.mutate();
      void mutate();
    },
  };
}
