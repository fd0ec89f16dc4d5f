import "server-only";
import type { PveParameter, PveParameters } from "./pve-transport";

/** Form-encodes parameters as PVE reads them: booleans as 1 and 0, lists as repeated keys, nothing for null. */
export function encodeParameters(params: PveParameters | undefined): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(params ?? {})) {
    for (const text of textsOf(value)) search.append(key, text);
  }
  return search.toString();
}

function textsOf(value: PveParameter): readonly string[] {
  if (value === null || value === undefined) return [];
  if (typeof value === "object") return value.map(String);
  if (typeof value === "boolean") return [value ? "1" : "0"];
  return [String(value)];
}
