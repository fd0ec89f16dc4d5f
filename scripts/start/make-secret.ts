import { randomBytes } from "node:crypto";
import { chmod, readFile, rename, writeFile } from "node:fs/promises";

/** The secret kept in `file` (mode 0600): 32 random bytes in base64, made the first time. */
export async function makeSecret(file: string): Promise<string> {
  const kept = (await readFile(file, "utf8").catch(() => "")).trim();
  if (kept) {
    await chmod(file, 0o600);
    return kept;
  }
  const made = randomBytes(32).toString("base64");
  await writeFile(`${file}.new`, `${made}\n`, { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
  return made;
}
