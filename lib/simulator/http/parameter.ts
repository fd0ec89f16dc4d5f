import type { PveRelease } from "@/lib/inventory/scenario/scenario";
import { isAtLeast, type ReleaseProfile } from "../release";
import { ApiError, parameterError } from "./api-error";

type Kind = "string" | "array" | "integer" | "number" | "boolean" | "enum";

/** One declared parameter of an endpoint. */
export interface Parameter {
  readonly kind: Kind;
  readonly optional: boolean;
  readonly values: readonly string[];
  readonly minimum: number | null;
  readonly format: RegExp | null;
  readonly formatError: string;
  /** First release that knows it. */
  readonly since: PveRelease | null;
  /** First release that no longer knows it. */
  readonly until: PveRelease | null;
  /** Values that differ by release; the last one that the release has reached counts. */
  readonly valuesSince: readonly (readonly [PveRelease, readonly string[]])[];
}

export type Parameters = Readonly<Record<string, Parameter>>;
export type ParameterValue = string | number | boolean;

const BASE: Parameter = {
  kind: "string",
  optional: false,
  values: [],
  minimum: null,
  format: null,
  formatError: "",
  since: null,
  until: null,
  valuesSince: [],
};

export const text = (): Parameter => BASE;
export const flag = (): Parameter => ({ ...BASE, kind: "boolean" });
export const integer = (minimum: number | null = null): Parameter => ({ ...BASE, kind: "integer", minimum });
export const number = (minimum: number | null = null): Parameter => ({ ...BASE, kind: "number", minimum });
export const choice = (...values: string[]): Parameter => ({ ...BASE, kind: "enum", values });
export const optional = (parameter: Parameter): Parameter => ({ ...parameter, optional: true });
export const since = (release: PveRelease, parameter: Parameter): Parameter => ({
  ...parameter,
  since: release,
});
export const until = (release: PveRelease, parameter: Parameter): Parameter => ({
  ...parameter,
  until: release,
});
/** A list: a repeated key, or one text with commas. */
export const list = (): Parameter => ({ ...BASE, kind: "array" });
/** Other values from a release on. */
export const valuesSince = (
  release: PveRelease,
  values: readonly string[],
  parameter: Parameter,
): Parameter => ({
  ...parameter,
  valuesSince: [...parameter.valuesSince, [release, values]],
});

/** A number that names a guest. */
export const vmid = (): Parameter => ({
  ...BASE,
  kind: "integer",
  minimum: 100,
  format: /^[1-9][0-9]{2,8}$/,
  formatError: "invalid format - value does not look like a valid VM ID\n",
});

export function parametersOf(parameters: Parameters, profile: ReleaseProfile): Parameters {
  return Object.fromEntries(
    Object.entries(parameters)
      .filter(([, { since: first }]) => !first || isAtLeast(profile, first))
      .filter(([, { until: end }]) => !end || !isAtLeast(profile, end))
      .map(([name, parameter]) => [name, { ...parameter, values: valuesOf(parameter, profile) }]),
  );
}

function valuesOf(parameter: Parameter, profile: ReleaseProfile): readonly string[] {
  const later = parameter.valuesSince.findLast(([release]) => isAtLeast(profile, release));
  return later ? later[1] : parameter.values;
}

/**
 * Checks what came in against what is declared, as PVE's schema check does: everything at once.
 *
 * @throws ApiError 400 with a text for each wrong, missing or unknown parameter
 */
export function checkParameters(
  declared: Parameters,
  given: ReadonlyMap<string, string>,
): ReadonlyMap<string, ParameterValue> {
  const errors: Record<string, string> = {};
  const values = new Map<string, ParameterValue>();

  for (const [name, raw] of given) {
    const parameter = Object.hasOwn(declared, name) ? declared[name] : undefined;
    if (!parameter) {
      errors[name] = "property is not defined in schema and the schema does not allow additional properties";
      continue;
    }
    const result = readValue(parameter, raw);
    if ("error" in result) errors[name] = result.error;
    else values.set(name, result.value);
  }
  for (const [name, parameter] of Object.entries(declared)) {
    if (!parameter.optional && !given.has(name)) errors[name] = "property is missing and it is not optional";
  }
  if (Object.keys(errors).length > 0) throw parameterError(errors);
  return values;
}

type ReadResult = { readonly value: ParameterValue } | { readonly error: string };

function readValue(parameter: Parameter, raw: string): ReadResult {
  switch (parameter.kind) {
    case "boolean":
      if (/^(1|yes|true|on)$/i.test(raw)) return { value: true };
      if (/^(0|no|false|off)$/i.test(raw)) return { value: false };
      return { error: `type check ('boolean') failed - got '${raw}'` };
    case "integer":
    case "number":
      return readNumber(parameter, raw);
    case "enum":
      if (parameter.values.includes(raw)) return { value: raw };
      return {
        error: `value '${raw}' does not have a value in the enumeration '${parameter.values.join(", ")}'`,
      };
    case "array":
    case "string":
      return { value: raw };
  }
}

function readNumber(parameter: Parameter, raw: string): ReadResult {
  const pattern = parameter.kind === "integer" ? /^[+-]?\d+$/ : /^[+-]?(\d+\.?\d*|\.\d+)$/;
  if (!pattern.test(raw)) return { error: `type check ('${parameter.kind}') failed - got '${raw}'` };
  if (parameter.format && !parameter.format.test(raw)) return { error: parameter.formatError };
  const value = Number(raw);
  if (parameter.minimum !== null && value < parameter.minimum) {
    return { error: `value must have a minimum value of ${parameter.minimum}` };
  }
  return { value };
}

/** Text of a query or form; a broken encoding is the caller's mistake. */
export function readForm(form: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const [key, value] of new URLSearchParams(form)) {
    const earlier = values.get(key);
    // A repeated key is a list, which PVE also takes as one text with commas.
    values.set(key, earlier === undefined ? value : `${earlier},${value}`);
  }
  return values;
}

export function readJsonBody(body: string): Map<string, string> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw new ApiError(400, "malformed JSON string");
  }
  if (parsed === null || typeof parsed !== "object" || Array.isArray(parsed)) {
    throw new ApiError(400, "request body is not a JSON object");
  }
  return new Map(
    Object.entries(parsed).map(([key, value]) => [
      key,
      typeof value === "boolean" ? (value ? "1" : "0") : String(value),
    ]),
  );
}
