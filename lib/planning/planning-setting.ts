import type {
  BooleanSetting,
  ChoiceSetting,
  NumberSetting,
  SettingUnit,
} from "@/lib/settings/setting-definition";

type Range = readonly [byDefault: number, minimum: number, maximum: number];

/** A number with a fraction, such as a percentage. */
export function number<const K extends string>(
  key: K,
  title: string,
  unit: SettingUnit,
  range: Range,
  help: string,
): NumberSetting & { readonly key: K } {
  const [byDefault, minimum, maximum] = range;
  const place = { key, title, help, scope: "cluster" } as const;
  return { ...place, kind: "number", default: byDefault, unit, minimum, maximum, integer: false };
}

/** A number without a fraction. */
export function whole<const K extends string>(
  key: K,
  title: string,
  unit: SettingUnit,
  range: Range,
  help: string,
): NumberSetting & { readonly key: K } {
  return { ...number(key, title, unit, range, help), integer: true };
}

/** Something that is on or off. */
export function toggle<const K extends string>(
  key: K,
  title: string,
  byDefault: boolean,
  help: string,
): BooleanSetting & { readonly key: K } {
  return { key, title, help, scope: "cluster", kind: "boolean", default: byDefault };
}

/** One of several words; the first is the default. */
export function choice<const K extends string, const V extends string>(
  key: K,
  title: string,
  options: readonly { readonly value: V; readonly title: string }[],
  help: string,
): ChoiceSetting & {
  readonly key: K;
  readonly options: readonly { readonly value: V; readonly title: string }[];
} {
  return { key, title, help, scope: "cluster", kind: "choice", default: options[0]?.value ?? "", options };
}
