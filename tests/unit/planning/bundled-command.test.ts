import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const ROOT = path.join(import.meta.dirname, "../../..");

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "evenkeel-bundled-"));
  for (const name of ["scripts", "node_modules"]) mkdirSync(path.join(folder, name));
  cpSync(path.join(ROOT, "scripts/bundled.mjs"), path.join(folder, "scripts/bundled.mjs"));
  symlinkSync(path.join(ROOT, "node_modules/tsx"), path.join(folder, "node_modules/tsx"));
  put("tsconfig.json", "{}");
  put("package-lock.json", "{}");
  put("package.json", '{ "type": "module" }');
  put(
    "scripts/hello.ts",
    'import { word } from "./word";\nprocess.stdout.write(word(process.argv.slice(2)));\n',
  );
  say("one");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("a bundled command", () => {
  it("runs with its words, and what it is made of now", async () => {
    expect(await run("a", "b")).toEqual({ code: 0, output: "one a b", errors: "" });
    expect(await run("c")).toEqual({ code: 0, output: "one c", errors: "" });

    say("another");

    expect(await run("c")).toEqual({ code: 0, output: "another c", errors: "" });
  }, 120_000);

  it("runs where nothing can be kept", async () => {
    put("node_modules/.cache", "a file where a folder should be");

    expect(await run("a")).toEqual({ code: 0, output: "one a", errors: "" });
  }, 120_000);
});

function say(word: string): void {
  put(
    "scripts/word.ts",
    `export const word = (words: string[]): string => ["${word}", ...words].join(" ");\n`,
  );
}

function put(name: string, content: string): void {
  writeFileSync(path.join(folder, name), content);
}

function run(...words: readonly string[]): Promise<{ code: number | null; output: string; errors: string }> {
  const child = spawn(process.execPath, [path.join(folder, "scripts/bundled.mjs"), "hello", ...words]);
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output, errors }));
  });
}
