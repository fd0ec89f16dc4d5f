import type { Random } from "../random";

/** Text that is JSON already; big answers are put together once and sent many times. */
export class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Orders kept for objects with the same keys: enough to look random, few enough to be cheap. */
const ORDERS = 8;

interface Shape {
  readonly keys: readonly string[];
  /** The same keys in several orders, each with its JSON text. */
  readonly orders: readonly (readonly (readonly [key: string, json: string])[])[];
}

/**
 * JSON as Perl writes it: the keys of an object come in no order. Keys without a value are left out;
 * true and false stay what they are, so whoever wants PVE's 0 and 1 says so.
 */
export function perlJson(value: unknown, random: Random): string {
  return new PerlJsonWriter(random).write(value);
}

/** Writes many values; objects of the same shape share their work. */
export class PerlJsonWriter {
  readonly #random: Random;
  readonly #shapes: Shape[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  write(value: unknown): string {
    if (typeof value === "number") return Number.isFinite(value) ? String(value) : "null";
    if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
    if (value instanceof JsonText) return value.text;
    if (Array.isArray(value)) return this.#writeArray(value);

    const fields = value as Readonly<Record<string, unknown>>;
    let text = "";
    for (const [key, json] of this.#orderFor(Object.keys(fields))) {
      const field = fields[key];
      if (field !== undefined) text += `${text === "" ? "" : ","}${json}:${this.write(field)}`;
    }
    return `{${text}}`;
  }

  #writeArray(items: readonly unknown[]): string {
    let text = "";
    for (const item of items) text += `${text === "" ? "" : ","}${this.write(item)}`;
    return `[${text}]`;
  }

  #orderFor(keys: readonly string[]): Shape["orders"][number] {
    const shape = this.#shapes.find((candidate) => sameKeys(candidate.keys, keys)) ?? this.#addShape(keys);
    return shape.orders[this.#random.below(shape.orders.length)] ?? [];
  }

  #addShape(keys: readonly string[]): Shape {
    const pairs = keys.map((key) => [key, JSON.stringify(key)] as const);
    const orders = Array.from({ length: keys.length > 1 ? ORDERS : 1 }, () =>
      this.#random.shuffle([...pairs]),
    );
    const shape = { keys, orders };
    this.#shapes.unshift(shape);
    // Objects used as maps have a shape each; the list stays short whatever comes.
    if (this.#shapes.length > 32) this.#shapes.pop();
    return shape;
  }
}

function sameKeys(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, index) => key === b[index]);
}
