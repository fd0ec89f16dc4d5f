import { expect, it } from "vitest";
import type { SettingRow } from "@/lib/api/settings";
import { editedValues } from "@/lib/client/state/setting-draft";

const setting = (key: string, rest: object) =>
  ({
    key,
    kind: "number",
    value: 70,
    default: 60,
    isSet: true,
    minimum: 0,
    maximum: 100,
    ...rest,
  }) as SettingRow;

it("are what would be stored: numbers as numbers, a reset as its default, the rest not at all", () => {
  const settings = [
    setting("a", {}),
    setting("b", {}),
    setting("c", {}),
    setting("d", { kind: "boolean", value: false, default: false }),
  ];
  expect(editedValues(settings, { a: " 42,5 ", b: null, d: true })).toEqual({ a: 42.5, b: 60, d: true });
  expect(editedValues(settings, {})).toEqual({});
});
