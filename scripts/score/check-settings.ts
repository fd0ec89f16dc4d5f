import { parseDocument } from "yaml";
import { SETTING_DEFINITIONS } from "@/lib/api/setting-sections";
import type { ScenarioIssue } from "@/lib/inventory/scenario/scenario-error";
import { settingSchema } from "@/lib/settings/setting-schema";
import { BadInput } from "./bad-input";

export type SettingValues = Readonly<Record<string, unknown>>;

/**
 * Settings from a file: one JSON or YAML mapping of keys to values.
 *
 * @param path the file's name, for messages
 */
export function parseSettings(text: string, path: string): SettingValues {
  const document = parseDocument(text, { merge: true, logLevel: "error" });
  const problem = document.errors[0];
  if (problem) {
    const line = problem.linePos?.[0].line;
    throw new BadInput([
      { path: line ? `${path}, line ${line}` : path, message: "This is neither JSON nor YAML." },
    ]);
  }
  const values = valuesOf(document, path);
  if (values === null) return {};
  if (typeof values !== "object" || Array.isArray(values)) {
    throw new BadInput([{ path, message: "Settings must be a mapping of keys to values." }]);
  }
  return values as SettingValues;
}

function valuesOf(document: ReturnType<typeof parseDocument>, path: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BadInput([{ path, message: `The YAML cannot be read: ${reason}.` }]);
  }
}

/**
 * Refuses keys that do not exist and values that they cannot have.
 *
 * @param place where the settings are from, put before each key
 * @throws BadInput with every reason
 */
export function checkSettings(values: SettingValues, place: string): void {
  const issues = Object.entries(values).flatMap(([key, value]): ScenarioIssue[] => {
    const path = `${place}.${key}`;
    const definition = SETTING_DEFINITIONS.get(key);
    if (!definition) return [{ path, message: "There is no such setting." }];
    const read = settingSchema(definition).safeParse(value);
    return read.success ? [] : [{ path, message: read.error.issues[0]?.message ?? "Is not valid." }];
  });
  if (issues.length > 0) throw new BadInput(issues);
}
