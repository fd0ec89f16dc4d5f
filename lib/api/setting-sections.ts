import { AUTOMATION_SECTIONS } from "@/lib/automation/automation-settings";
import { PLANNING_SECTIONS } from "@/lib/planning/planning-settings";
import { SCORING_SECTIONS } from "@/lib/scoring/scoring-settings";
import { COLLECTION_SECTION } from "@/lib/settings/collection-settings";
import { RETENTION_SECTION } from "@/lib/settings/retention-settings";
import { SECURITY_SECTION } from "@/lib/settings/security-settings";
import type { SettingDefinition, SettingSection } from "@/lib/settings/setting-definition";

/** Every setting there is, in the order of the settings page. */
export const SETTING_SECTIONS: readonly SettingSection[] = [
  COLLECTION_SECTION,
  ...PLANNING_SECTIONS,
  ...AUTOMATION_SECTIONS,
  ...SCORING_SECTIONS,
  RETENTION_SECTION,
  SECURITY_SECTION,
];

/** Every setting by its key. */
export const SETTING_DEFINITIONS: ReadonlyMap<string, SettingDefinition> = new Map(
  SETTING_SECTIONS.flatMap(({ settings }) => settings.map((setting) => [setting.key, setting] as const)),
);
