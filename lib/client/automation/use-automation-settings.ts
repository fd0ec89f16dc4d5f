"use client";

import { settingsResponse } from "@/lib/api/settings";
import { clusterSettingsAddress, SETTINGS_ADDRESS } from "@/lib/client/http/api-addresses";
import { useApi } from "@/lib/client/http/use-api";

const PREFIX = "automation";

/** Automation's settings as they apply to one cluster, or as they are for all clusters. */
export function useAutomationSettings(clusterId: string, everywhere: boolean) {
  const address = everywhere ? SETTINGS_ADDRESS : clusterSettingsAddress({ cluster: clusterId });
  const { data, error, mutate } = useApi(address, settingsResponse, {
    revalidateOnFocus: false,
    keepPreviousData: false,
  });
  const sections = data?.data.sections.filter(({ id }) => id === PREFIX || id.startsWith(`${PREFIX}-`));
  return { sections, error, reread: () => mutate() };
}
