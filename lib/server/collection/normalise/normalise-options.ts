import "server-only";
import { FieldReader, isRow } from "./field-reader";
import type { Problems } from "./problems";

export interface NativeBalancer {
  /** How PVE places HA services: `basic`, `static` or, from 9.2 on, `dynamic`. */
  readonly mode: string;
  /** True when PVE moves HA services by itself to keep the nodes even. */
  readonly automatic: boolean;
}

/** The cluster resource scheduler's settings out of `/cluster/options`. */
export function readBalancer(options: unknown, problems: Problems): NativeBalancer {
  const row = new FieldReader(isRow(options) ? options : {}, "/cluster/options", problems);
  const crs = isRow(row.row.crs)
    ? row.object("crs")
    : new FieldReader(propertyString(row.text("crs") ?? ""), "/cluster/options.crs", problems);
  const mode = crs.text("ha") ?? "basic";
  return { mode, automatic: mode === "dynamic" && crs.flag("ha-auto-rebalance") };
}

function propertyString(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text.split(",").flatMap((part) => {
      const [key = "", value] = part.split("=");
      return value === undefined ? [] : [[key.trim(), value.trim()]];
    }),
  );
}
