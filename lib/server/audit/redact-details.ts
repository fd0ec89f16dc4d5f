import "server-only";
import { maskSecrets } from "@/lib/server/secrets/mask-secrets";

const SECRET_KEY_NAME =
  /passw|passphrase|secret|token(?!Id)|credential|authorization|cookie|private.?key|api.?key/i;
const LONGEST_TEXT = 500;
const MOST_ENTRIES = 100;
const DEEPEST = 6;

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** `details` as plain JSON fit to keep for years: secrets replaced, texts and lists cut, nothing that is not JSON. */
export function redactDetails(details: Readonly<Record<string, unknown>>): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    Object.entries(details)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, SECRET_KEY_NAME.test(key) ? hidden(value) : plain(value, 1)]),
  );
}

function hidden(value: unknown): Json {
  return value === null || value === "" || typeof value === "boolean" ? value : "[secret]";
}

function plain(value: unknown, depth: number): Json {
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "string") return cleanText(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "object" || depth > DEEPEST) return cleanText(String(value));
  if (Array.isArray(value)) return value.slice(0, MOST_ENTRIES).map((item) => plain(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .slice(0, MOST_ENTRIES)
      .map(([key, member]) => [
        cleanText(key),
        SECRET_KEY_NAME.test(key) ? hidden(member) : plain(member, depth + 1),
      ]),
  );
}

/** Without control characters and broken letters, which PostgreSQL refuses and which could forge lines of a log. */
export function cleanText(text: string): string {
  const clean = maskSecrets(text.replace(/[\p{Cc}\p{Cs}]+/gu, " "));
  return clean.length <= LONGEST_TEXT ? clean : `${clean.slice(0, LONGEST_TEXT).replace(/\p{Cs}$/u, "")}…`;
}
