import { SETTING_DEFINITIONS } from "@/lib/api/setting-sections";
import type { SettingRow } from "@/lib/api/settings";
import { SCORING_PRESETS } from "@/lib/scoring/scoring-presets";

/** The settings that a what-if offers, in their order. */
export const WHAT_IF_KEYS = [
  "planning.method",
  "planning.mode",
  "planning.balanciness",
  "planning.cpuThreshold",
  "planning.memoryThreshold",
  "planning.maxMoves",
] as const;

/** What was typed: settings by key (empty: as stored), a scoring preset (empty: as stored) and nodes to empty. */
export interface WhatIfForm {
  readonly values: Readonly<Record<string, string>>;
  readonly preset: string;
  readonly evacuate: readonly string[];
}

export const EMPTY_WHAT_IF: WhatIfForm = { values: {}, preset: "", evacuate: [] };

/** The body of the question. What cannot be read as a number is sent as it is, so that the answer says so. */
export function whatIfBody({ values, preset, evacuate }: WhatIfForm) {
  const chosen = SCORING_PRESETS.find(({ id }) => id === preset);
  const settings: Record<string, number | string | boolean> = { ...chosen?.values };
  for (const [key, text] of Object.entries(values)) {
    const trimmed = text.trim();
    if (trimmed === "") continue;
    const number = Number(trimmed.replace(",", "."));
    settings[key] =
      SETTING_DEFINITIONS.get(key)?.kind === "number" && Number.isFinite(number) ? number : trimmed;
  }
  return { settings, evacuate: [...evacuate] };
}

/** What is different from what is stored, in words: `balanciness 5 %`, `pve2 emptied`. */
export function isEmptyWhatIf({ values, preset, evacuate }: WhatIfForm): boolean {
  return preset === "" && evacuate.length === 0 && Object.values(values).every((text) => text.trim() === "");
}

/** The stored rows of the settings that a what-if offers. */
export function whatIfRows(rows: readonly SettingRow[]): readonly SettingRow[] {
  return WHAT_IF_KEYS.flatMap((key) => rows.find((row) => row.key === key) ?? []);
}
