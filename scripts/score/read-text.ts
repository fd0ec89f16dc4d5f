import { readFile } from "node:fs/promises";
import type { Readable } from "node:stream";
import { BadInput } from "./bad-input";

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "There is no such file.",
  EISDIR: "This is a folder, not a file.",
  EACCES: "This file may not be read.",
  ENOTDIR: "There is no such file.",
};

/** The text of a file; `-` is standard input, which is `input`. */
export async function readText(path: string, input: Readable): Promise<string> {
  if (path === "-") return readAll(input);
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    throw new BadInput([{ path, message: REASONS[code] ?? `This file cannot be read (${code}).` }]);
  }
}

async function readAll(input: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of input) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}
