import type { SettingRow } from "@/lib/api/settings";
import { formatSettingValue } from "../format/format-setting";

/** What a field holds while it is edited; numbers stay text until they are saved. `null` resets to the default. */
export type DraftValue = string | boolean | null;
export type SettingDraft = Readonly<Record<string, DraftValue>>;

/** What the field shows: the draft, else the stored value. */
export function shownValue(setting: SettingRow, draft: SettingDraft): string | boolean {
  const drafted = draft[setting.key];
  if (drafted === null) return asFieldValue(setting.default);
  return drafted ?? asFieldValue(setting.value);
}

/** The draft with one field changed; a field put back to what is stored leaves it. */
export function changeDraft(draft: SettingDraft, setting: SettingRow, value: DraftValue): SettingDraft {
  const { [setting.key]: _before, ...others } = draft;
  if (value === null) return setting.isSet ? { ...others, [setting.key]: null } : others;
  if (value === asFieldValue(setting.value)) return others;
  return { ...others, [setting.key]: value };
}

/** What is wrong with a drafted value, as a sentence; null when it may be sent. */
export function draftProblem(setting: SettingRow, value: DraftValue | undefined): string | null {
  if (setting.kind !== "number" || typeof value !== "string") return null;
  const number = Number(value.trim().replace(",", "."));
  if (value.trim() === "" || !Number.isFinite(number)) return "This must be a number.";
  if (setting.integer && !Number.isInteger(number)) return "This must be a whole number.";
  const { minimum, maximum, unit } = setting;
  if (minimum !== null && number < minimum) return `At least ${formatSettingValue(minimum, unit)}.`;
  if (maximum !== null && number > maximum) return `At most ${formatSettingValue(maximum, unit)}.`;
  return null;
}

/** What is sent to the server for a draft. */
export function draftUpdate(
  settings: readonly SettingRow[],
  draft: SettingDraft,
): Readonly<Record<string, number | boolean | string | null>> {
  const update: Record<string, number | boolean | string | null> = {};
  for (const setting of settings) {
    const value = draft[setting.key];
    if (value === undefined) continue;
    update[setting.key] =
      setting.kind === "number" && typeof value === "string" ? Number(value.trim().replace(",", ".")) : value;
  }
  return update;
}

/** The values as they would be with the draft saved, of those that it changes. */
export function editedValues(
  settings: readonly SettingRow[],
  draft: SettingDraft,
): Readonly<Record<string, number | boolean | string>> {
  const update = draftUpdate(settings, draft);
  const edited = settings.flatMap(({ key, default: standard }) => {
    const value = update[key];
    return value === undefined ? [] : [[key, value ?? standard] as const];
  });
  return Object.fromEntries(edited);
}

function asFieldValue(value: number | boolean | string): string | boolean {
  return typeof value === "number" ? String(value) : value;
}
