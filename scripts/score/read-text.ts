import { readFile } from "node:fs/promises";
import { BadInput } from "./bad-input";

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "There is no such file.",
  EISDIR: "This is a folder, not a file.",
  EACCES: "This file may not be read.",
  ENOTDIR: "There is no such file.",
};

/** The text of a file; `-` is standard input. */
export async function readText(path: string): Promise<string> {
  if (path === "-") return readStandardInput();
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    throw new BadInput([{ path, message: REASONS[code] ?? `This file cannot be read (${code}).` }]);
  }
}

async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}
