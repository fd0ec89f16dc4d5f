import type { Random } from "../random";

/** Text that is JSON already; big answers are put together once and sent many times. */
export class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/**
 * JSON as Perl writes it: the keys of an object come in no order. Keys without a value are left out;
 * true and false stay what they are, so whoever wants PVE's 0 and 1 says so.
 */
export function perlJson(value: unknown, random: Random): string {
  if (value instanceof JsonText) return value.text;
  if (Array.isArray(value)) return `[${value.map((item) => perlJson(item, random)).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";

  const fields = value as Readonly<Record<string, unknown>>;
  const keys = random.shuffle(Object.keys(fields).filter((key) => fields[key] !== undefined));
  return `{${keys.map((key) => `${JSON.stringify(key)}:${perlJson(fields[key], random)}`).join(",")}}`;
}
