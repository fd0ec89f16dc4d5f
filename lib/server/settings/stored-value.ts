import "server-only";
import { childLog } from "@/lib/server/log";
import { seal, unseal } from "@/lib/server/secrets/seal";
import type { SettingDefinition } from "@/lib/settings/setting-definition";
import { type SettingValue, settingSchema } from "@/lib/settings/setting-schema";

/** A value as its row holds it: a secret sealed, everything else as it is. */
export function toStored({ kind }: SettingDefinition, value: SettingValue): SettingValue {
  return kind === "secret" ? seal(String(value)) : value;
}

/** The value of a row; null, with a line in the log, when this version cannot use it: the default applies then. */
export function fromStored(definition: SettingDefinition, stored: unknown): SettingValue | null {
  const { key, kind } = definition;
  try {
    return settingSchema(definition).parse(kind === "secret" ? unseal(String(stored)) : stored);
  } catch {
    childLog("settings").warn({ key }, "the stored value of a setting cannot be used; its default applies");
    return null;
  }
}
