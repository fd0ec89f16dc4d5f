import "server-only";
import { SETTING_SECTIONS } from "@/lib/api/setting-sections";
import type { SettingRow, SettingsResponse } from "@/lib/api/settings";
import type { Viewer } from "@/lib/server/auth/viewer";
import { prisma } from "@/lib/server/db/prisma";
import type { SettingDefinition } from "@/lib/settings/setting-definition";
import type { Setting } from "@/prisma/generated/client";
import { readClusterName } from "./read-cluster-name";
import { GLOBAL_SCOPE, readSettings } from "./read-settings";
import type { SettingValues } from "./settings-cache";

/**
 * Every setting with its definition and value, by section; of a cluster, only those it may have its own value of, with
 * the global value as default. A secret's value never leaves: only whether there is one.
 */
export async function readSettingRows(_viewer: Viewer, cluster?: string): Promise<SettingsResponse> {
  if (cluster) await readClusterName(cluster);
  const scope = cluster ?? GLOBAL_SCOPE;
  const [stored, values, inherited] = await Promise.all([
    prisma.setting.findMany({ where: { scope } }),
    readSettings(cluster ?? null),
    readSettings(null),
  ]);
  const byKey = new Map(stored.map((row) => [row.key, row]));
  const sections = SETTING_SECTIONS.map(({ settings, ...section }) => ({
    ...section,
    settings: settings
      .filter((definition) => !cluster || definition.scope === "cluster")
      .map((definition) => {
        const standard = cluster ? inherited : { [definition.key]: definition.default };
        return rowFrom({ definition, stored: byKey.get(definition.key), values, standard });
      }),
  }));
  return { sections: sections.filter(({ settings }) => settings.length > 0) };
}

interface RowParts {
  readonly definition: SettingDefinition;
  readonly stored: Setting | undefined;
  readonly values: SettingValues;
  readonly standard: SettingValues;
}

function rowFrom({ definition, stored, values, standard }: RowParts): SettingRow {
  const { key, title, help, scope, kind } = definition;
  const number = kind === "number" ? definition : null;
  const secret = kind === "secret";
  return {
    key,
    title,
    help,
    scope,
    kind,
    unit: number?.unit ?? null,
    minimum: number?.minimum ?? null,
    maximum: number?.maximum ?? null,
    integer: number?.integer ?? false,
    options: kind === "choice" ? [...definition.options] : [],
    default: secret ? "" : (standard[key] ?? definition.default),
    value: secret ? "" : (values[key] ?? definition.default),
    isSet: stored !== undefined,
    updatedAtMs: stored?.updatedAt.getTime() ?? null,
    updatedBy: stored?.updatedBy ?? null,
  };
}
