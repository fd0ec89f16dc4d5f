import "server-only";
import type { NativeBalancer } from "@/lib/inventory/cluster-extras";
import { FieldReader, isRow } from "./field-reader";
import type { Problems } from "./problems";

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
