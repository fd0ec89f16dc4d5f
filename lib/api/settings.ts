import { z } from "zod";

/** One setting with its definition and value, enough to draw its row. */
export const settingRow = z.object({
  key: z.string(),
  title: z.string(),
  help: z.string(),
  scope: z.enum(["global", "cluster"]),
  kind: z.enum(["number", "boolean", "choice", "text", "secret"]),
  unit: z.string().nullable(),
  minimum: z.number().nullable(),
  maximum: z.number().nullable(),
  integer: z.boolean(),
  options: z.array(z.object({ value: z.string(), title: z.string() })),
  default: z.union([z.number(), z.boolean(), z.string()]),
  /** For a secret: "" always; {@link isSet} tells whether one is stored. */
  value: z.union([z.number(), z.boolean(), z.string()]),
  isSet: z.boolean(),
  updatedAtMs: z.number().nullable(),
  updatedBy: z.string().nullable(),
});
export type SettingRow = z.infer<typeof settingRow>;

export const settingsResponse = z.object({
  sections: z.array(
    z.object({ id: z.string(), title: z.string(), help: z.string(), settings: z.array(settingRow) }),
  ),
});
export type SettingsResponse = z.infer<typeof settingsResponse>;

export const settingsQuery = z.object({ cluster: z.uuid().optional() });

/** Only the keys to change; null resets one to its default. All are stored or none. */
export const settingsUpdate = z.object({
  cluster: z.uuid().optional(),
  values: z.record(z.string(), z.union([z.number(), z.boolean(), z.string(), z.null()])),
});
