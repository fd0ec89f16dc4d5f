import "server-only";
import { readFileSync } from "node:fs";
import path from "node:path";
import { EnvironmentError, env } from "@/lib/server/env";

/** Where the launcher keeps the key when EVENKEEL_SECRET_KEY is not set, inside the data directory. */
export const SECRET_KEY_FILE = path.join("secrets", "secret-key");

let fromFile: { readonly file: string; readonly key: Buffer } | undefined;

/** The 32 bytes that seal secrets: EVENKEEL_SECRET_KEY, else the file of the data directory. */
export function secretKey(): Buffer {
  const text = env.EVENKEEL_SECRET_KEY;
  if (text) return decodeKey(text, "EVENKEEL_SECRET_KEY");

  const file = path.resolve(env.EVENKEEL_DATA_DIRECTORY, SECRET_KEY_FILE);
  if (fromFile?.file !== file) fromFile = { file, key: decodeKey(readKeyFile(file), file) };
  return fromFile.key;
}

function readKeyFile(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    throw new EnvironmentError("EVENKEEL_SECRET_KEY", `is not set and ${file} cannot be read`);
  }
}

function decodeKey(text: string, source: string): Buffer {
  const key = Buffer.from(text, "base64");
  if (key.length !== 32) throw new EnvironmentError(source, "must hold 32 bytes in base64");
  return key;
}
