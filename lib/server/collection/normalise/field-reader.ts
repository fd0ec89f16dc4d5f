import "server-only";
import type { Problems } from "./problems";

export type Row = Readonly<Record<string, unknown>>;

/** PVE counts bytes in 64 bits; what is above is a counter that fell below zero. */
const LARGEST = 2 ** 63;
/** Half characters and NUL are in no name of PVE's, in no address and in no database. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what is looked for.
const UNSTORABLE = /\p{Surrogate}|\u0000/u;
const NUMBER = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i;

/** True for a JSON object; PVE's lists sometimes hold other things. */
export function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Reads the fields of one row the way PVE means them: numbers may be strings, booleans are 0 and 1, a missing key is
 * null. What cannot be read is null too, and a problem with its path: never a crash, never a silent zero.
 */
export class FieldReader {
  constructor(
    readonly row: Row,
    readonly path: string,
    private readonly problems: Problems,
  ) {}

  problem(key: string, what: string): null {
    this.problems.add(key === "" ? this.path : `${this.path}.${key}`, what);
    return null;
  }

  number(key: string): number | null {
    const value = this.row[key];
    if (value === undefined || value === null) return null;
    if (typeof value !== "number" && (typeof value !== "string" || !NUMBER.test(value)))
      return this.problem(key, `${shown(value)} is not a number`);
    const number = Number(value);
    return Number.isFinite(number) ? number : this.problem(key, `${shown(value)} is not a finite number`);
  }

  /** A number of bytes, seconds or the like: zero or more. */
  quantity(key: string): number | null {
    const number = this.number(key);
    if (number === null) return null;
    if (number >= LARGEST) return this.problem(key, `${number} is far too large`);
    return number >= 0 ? number : this.problem(key, `${number} is negative`);
  }

  /** A count of things that exist: at least one. */
  count(key: string): number | null {
    const number = this.quantity(key);
    // A container may have a part of a CPU.
    if (number === null || number >= 0.001) return number;
    return this.problem(key, `${number} is not a count of at least one`);
  }

  /** A share, at most `maximum`: what is above is a glitch of PVE's counters, not load. */
  fraction(key: string, maximum: number): number | null {
    const number = this.quantity(key);
    if (number === null || number <= maximum) return number;
    return this.problem(key, `${number} is above ${maximum}, so it is no share`);
  }

  /** A share that PVE gives in percent. */
  percent(key: string): number | null {
    const number = this.fraction(key, 100.5);
    return number === null ? null : Math.min(number / 100, 1);
  }

  text(key: string): string | null {
    const value = this.row[key];
    if (value === undefined || value === null || value === "") return null;
    if (typeof value === "string")
      return UNSTORABLE.test(value) ? this.problem(key, `${shown(value)} is not valid text`) : value;
    if (typeof value === "number") return String(value);
    return this.problem(key, `${shown(value)} is not a text`);
  }

  /** True when there is anything that may stand for a text, be it empty. */
  holds(key: string): boolean {
    const value = this.row[key];
    return value !== undefined && (value === null || ["string", "number"].includes(typeof value));
  }

  flag(key: string): boolean {
    const value = this.row[key];
    if (value === undefined || value === null) return false;
    if (typeof value === "boolean") return value;
    const text = typeof value === "object" ? "?" : String(value).toLowerCase();
    if (["1", "yes", "true", "on"].includes(text)) return true;
    if (!["0", "no", "false", "off", ""].includes(text))
      this.problem(key, `${shown(value)} is neither yes nor no`);
    return false;
  }

  /** Unix seconds, as milliseconds. */
  time(key: string): number | null {
    const seconds = this.quantity(key);
    if (seconds === null || seconds === 0) return null;
    if (seconds > 32_503_680_000) return this.problem(key, `${seconds} is not a time in seconds`);
    return seconds * 1_000;
  }

  /** A nested object; an empty reader when it is missing. */
  object(key: string): FieldReader {
    const value = this.row[key];
    if (value !== undefined && value !== null && !isRow(value))
      this.problem(key, `${shown(value)} is not an object`);
    return new FieldReader(isRow(value) ? value : {}, `${this.path}.${key}`, this.problems);
  }
}

/** The rows of a list; anything else in it, or instead of it, is a problem. */
export function readRows(value: unknown, path: string, problems: Problems): readonly FieldReader[] {
  if (!Array.isArray(value)) {
    problems.add(path, `${shown(value)} is not a list`);
    return [];
  }
  const readers: FieldReader[] = [];
  value.forEach((row, index) => {
    if (isRow(row)) readers.push(new FieldReader(row, `${path}[${index}]`, problems));
    else problems.add(`${path}[${index}]`, `${shown(row)} is not an object`);
  });
  return readers;
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? typeof value).slice(0, 60);
}
