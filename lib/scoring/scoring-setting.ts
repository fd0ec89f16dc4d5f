import type { NumberSetting, SettingUnit } from "@/lib/settings/setting-definition";

type Keyed<K extends string> = NumberSetting & { readonly key: K };

type Range = readonly [byDefault: number, minimum: number, maximum: number];

/** A page section of scoring settings that remembers the keys in it. */
export function section<const S extends readonly NumberSetting[]>(
  id: string,
  title: string,
  help: string,
  settings: S,
) {
  return { id, title, help, settings };
}

export function number<const K extends string>(
  key: K,
  title: string,
  unit: SettingUnit,
  [byDefault, minimum, maximum]: Range,
  help: string,
): Keyed<K> {
  return {
    key,
    title,
    help,
    scope: "cluster",
    kind: "number",
    default: byDefault,
    unit,
    minimum,
    maximum,
    integer: false,
  };
}

export function percent<const K extends string>(key: K, title: string, range: Range, help: string): Keyed<K> {
  return number(key, title, "percent", range, help);
}

/** Where one penalty over a percentage starts. */
export function start<const P extends string>(
  prefix: P,
  title: string,
  byDefault: number,
  measure: string,
): Keyed<`${P}.startPercent`> {
  const help = `${measure} from which points are counted. Lower counts earlier.`;
  return percent(`${prefix}.startPercent`, `${title}: start`, [byDefault, 1, 95], help);
}

/** The weights of one penalty: what it costs at each of its knots. */
export function points<const P extends string, const N extends string>(
  prefix: P,
  title: string,
  rows: readonly (readonly [name: N, byDefault: number, at: string])[],
): readonly Keyed<`${P}.${N}`>[] {
  return rows.map(([name, byDefault, at]) => {
    const help = `Penalty points at ${at}. From one such value to the next the penalty rises in a straight line.`;
    return number(`${prefix}.${name}`, `${title}: ${at}`, "points", [byDefault, 0, 500], help);
  });
}
