"use client";

import type { AutomationCluster } from "@/lib/api/automation";
import { AUTOMATION_ADDRESS } from "@/lib/client/http/acting-addresses";
import { answered } from "@/lib/client/http/reader";
import { useApi } from "@/lib/client/http/use-api";

const REFRESH_MS = 5_000;
const ACTIVE_REFRESH_MS = 1_500;
const list = answered<AutomationCluster[]>();

/** Where automation of a cluster stands; read more often while a run is under way. */
export function useAutomation(clusterId: string | null, initial?: readonly AutomationCluster[]) {
  const { data, error, mutate } = useApi(clusterId === null ? null : AUTOMATION_ADDRESS, list, {
    refreshInterval: (latest) =>
      latest?.data.some(({ activeRun }) => activeRun !== null) ? ACTIVE_REFRESH_MS : REFRESH_MS,
    ...(initial ? { fallbackData: { data: [...initial], meta: undefined } } : {}),
  });
  const automation: AutomationCluster | undefined = data?.data.find((one) => one.clusterId === clusterId);
  return { automation, error, reread: () => mutate() };
}
