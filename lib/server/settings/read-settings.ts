import "server-only";
import { SETTING_DEFINITIONS } from "@/lib/api/setting-sections";
import { prisma } from "@/lib/server/db/prisma";
import { cachedSettings, type SettingValues } from "./settings-cache";
import { fromStored } from "./stored-value";

export const GLOBAL_SCOPE = "global";

/**
 * Every setting's value as it applies to one cluster, or to none (null): the cluster's own, else the global one, else
 * the default. Secrets are opened: for the server only.
 */
export function readSettings(clusterId: string | null): Promise<SettingValues> {
  return cachedSettings(clusterId ?? GLOBAL_SCOPE, () => readFresh(clusterId));
}

async function readFresh(clusterId: string | null): Promise<SettingValues> {
  const scopes = clusterId === null ? [GLOBAL_SCOPE] : [GLOBAL_SCOPE, clusterId];
  const rows = await prisma.setting.findMany({ where: { scope: { in: scopes } } });
  const values = Object.fromEntries([...SETTING_DEFINITIONS.values()].map((one) => [one.key, one.default]));
  for (const scope of scopes) {
    for (const row of rows.filter((one) => one.scope === scope)) {
      const definition = SETTING_DEFINITIONS.get(row.key);
      const value = definition ? fromStored(definition, row.value) : null;
      if (value !== null) values[row.key] = value;
    }
  }
  return values;
}
