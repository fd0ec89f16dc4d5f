import { describe, expect, it } from "vitest";
import { SETTING_DEFINITIONS, SETTING_SECTIONS } from "@/lib/api/setting-sections";
import { collectionSettingsFrom } from "@/lib/settings/collection-settings";
import type { SettingDefinition } from "@/lib/settings/setting-definition";
import { settingSchema } from "@/lib/settings/setting-schema";

const all = SETTING_SECTIONS.flatMap(({ settings }) => settings);

describe("every setting", () => {
  it("has a key of its own", () => {
    expect(SETTING_DEFINITIONS.size).toBe(all.length);
  });

  it.each(all.map((one) => [one.key, one] as const))(
    "%s accepts its own default and explains itself",
    (_key, one) => {
      expect(settingSchema(one).safeParse(one.default).success).toBe(true);
      expect(one.help.length).toBeGreaterThan(20);
      expect(one.title).not.toBe("");
    },
  );
});

describe("settingSchema", () => {
  const base = { key: "x.y", title: "X", help: "", scope: "global" } as const;
  const number: SettingDefinition = {
    ...base,
    kind: "number",
    default: 5,
    unit: "count",
    minimum: 1,
    maximum: 9,
    integer: true,
  };
  const choice: SettingDefinition = {
    ...base,
    kind: "choice",
    default: "a",
    options: [{ value: "a", title: "A" }],
  };
  const text: SettingDefinition = {
    ...base,
    kind: "text",
    default: "",
    maximumLength: 3,
    pattern: /^\w*$/,
    patternHelp: "Letters only.",
  };

  it.each([
    [number, 10, "Must be between 1 and 9."],
    [number, 1.5, "Must be a whole number."],
    [number, "5", "Must be a number."],
    [number, Number.NaN, "Must be a number."],
    [choice, "b", "Must be one of: a."],
    [text, "abcd", "Must have at most 3 characters."],
    [text, "a b", "Letters only."],
    [{ ...base, kind: "boolean", default: true } satisfies SettingDefinition, "yes", "Must be on or off."],
  ])("refuses with a sentence (%#)", (definition, value, sentence) => {
    expect(settingSchema(definition).safeParse(value).error?.issues[0]?.message).toBe(sentence);
  });
});

describe("collectionSettingsFrom", () => {
  const values = {
    "collection.preset": "own",
    "collection.intervalSeconds": 12,
    "collection.parallelRequestsPerNode": 4,
    "collection.callsPerMinute": 90,
  };

  it("takes the values themselves without a preset", () => {
    expect(collectionSettingsFrom(values)).toEqual({
      intervalSeconds: 12,
      parallelRequestsPerNode: 4,
      callsPerMinute: 90,
    });
  });

  it("takes the preset's instead of them with one", () => {
    expect(collectionSettingsFrom({ ...values, "collection.preset": "large" }).intervalSeconds).toBe(30);
  });
});
