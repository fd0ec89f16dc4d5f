import { parameterError } from "../http/api-error";
import { type Call, type Endpoint, readText } from "../http/endpoint";
import { choice, flag, integer, optional, type Parameters, since, text } from "../http/parameter";
import { requireFileLock } from "../http/root-only";
import { isAtLeast } from "../release";

const TEXT = optional(text());
const KEYBOARDS =
  "de de-ch da en-gb en-us es fi fr fr-be fr-ca fr-ch hu is it ja lt mk nl no pl pt pt-br sv sl tr";
const LANGUAGES =
  "ar ca da de en es eu fa fr he hr it ja ka kr nb nl nn pl pt_BR ru sl sv tr ukr zh_CN zh_TW";

/** Options that PVE writes as `key=value` lists, with the key that may be left out. */
const PROPERTY_STRINGS: Readonly<Record<string, string | null>> = {
  bwlimit: null,
  crs: null,
  ha: null,
  location: null,
  migration: "type",
  "next-id": null,
  notify: null,
  replication: "type",
  "tag-style": null,
  u2f: null,
  "user-tag-access": "user-allow",
  webauthn: null,
};

const PARAMETERS: Parameters = {
  ...Object.fromEntries(Object.keys(PROPERTY_STRINGS).map((name) => [name, TEXT])),
  replication: since("9.0", TEXT),
  location: since("9.2", TEXT),
  "consent-text": TEXT,
  console: optional(choice("applet", "vv", "html5", "xtermjs")),
  delete: TEXT,
  description: TEXT,
  email_from: TEXT,
  fencing: optional(choice("watchdog", "hardware", "both")),
  http_proxy: TEXT,
  keyboard: optional(choice(...KEYBOARDS.split(" "))),
  language: optional(choice(...LANGUAGES.split(" "))),
  mac_prefix: TEXT,
  max_workers: optional(integer(1)),
  migration_unsecure: optional(flag()),
  "registered-tags": TEXT,
};

export const CLUSTER_OPTIONS_ENDPOINT: Endpoint = {
  method: "PUT",
  path: "/cluster/options",
  permission: { path: "/", privileges: ["Sys.Modify"] },
  parameters: PARAMETERS,
  answer: change,
};

function change(call: Call): null {
  requireFileLock(call, "datacenter_cfg");
  const options: Record<string, unknown> = { ...call.world.options };
  for (const name of readText(call, "delete")?.split(/[,; ]+/) ?? []) delete options[name];
  for (const [name, value] of call.query) {
    if (name === "delete") continue;
    options[name] = name in PROPERTY_STRINGS ? readProperties(call, name, String(value)) : plain(value);
  }
  call.world.options = options;
  call.world.changed();
  return null;
}

function plain(value: string | number | boolean): string | number {
  return typeof value === "boolean" ? Number(value) : value;
}

/** @throws ApiError 400 when the text is no list of properties that this release knows */
function readProperties(call: Call, option: string, given: string): Record<string, unknown> {
  const errors: string[] = [];
  const parsed: Record<string, unknown> = {};
  for (const part of given.split(",").filter(Boolean)) {
    const [key, value] = part.includes("=") ? splitPair(part) : [PROPERTY_STRINGS[option] ?? "", part];
    const problem = option === "crs" ? crsProblem(call, key, value) : key === "" ? "value without key" : null;
    if (problem) errors.push(`${option}.${key || part}: ${problem}`);
    parsed[key] = /^\d+$/.test(value) ? Number(value) : value;
  }
  if (errors.length > 0) {
    throw parameterError({ [option]: `invalid format - format error\n${errors.join("\n")}\n` });
  }
  return parsed;
}

function splitPair(part: string): [string, string] {
  const index = part.indexOf("=");
  return [part.slice(0, index), part.slice(index + 1)];
}

const UNKNOWN = "property is not defined in schema and the schema does not allow additional properties";

function crsProblem(call: Call, key: string, value: string): string | null {
  const since92 = isAtLeast(call.world.profile, "9.2");
  const flagProblem = /^(0|1|yes|no|on|off|true|false)$/.test(value)
    ? null
    : `type check ('boolean') failed - got '${value}'`;
  const numberProblem = /^\d+$/.test(value) ? null : `type check ('integer') failed - got '${value}'`;
  const choiceProblem = (values: readonly string[]): string | null =>
    values.includes(value)
      ? null
      : `value '${value}' does not have a value in the enumeration '${values.join(", ")}'`;
  if (key === "ha") return choiceProblem(since92 ? ["basic", "static", "dynamic"] : ["basic", "static"]);
  if (key === "ha-rebalance-on-start") return flagProblem;
  if (!since92) return UNKNOWN;
  if (key === "ha-auto-rebalance") return flagProblem;
  if (key === "ha-auto-rebalance-method") return choiceProblem(["bruteforce", "topsis"]);
  return /^ha-auto-rebalance-(threshold|hold-duration|margin)$/.test(key) ? numberProblem : UNKNOWN;
}
