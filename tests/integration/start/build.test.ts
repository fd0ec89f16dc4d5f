import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { buildWhenNeeded } from "@/scripts/start/build-when-needed";

let root: string;
const never = new AbortController().signal;

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), "evenkeel-build-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  await mkdir(path.join(root, "app"));
  await writeFile(path.join(root, "app/page.tsx"), "one");
});

/** Builds as Next.js would: takes a moment, leaves a BUILD_ID, and here counts its runs. */
const BUILDING = `
  const fs = require("node:fs");
  fs.appendFileSync("runs", "x");
  setTimeout(() => { fs.mkdirSync(".next", { recursive: true }); fs.writeFileSync(".next/BUILD_ID", "id"); }, 300);`;

async function build(script = BUILDING, signal = never): Promise<readonly string[]> {
  const said: string[] = [];
  const program = { cwd: root, args: ["--eval", script], env: { PATH: process.env.PATH } };
  await buildWhenNeeded({ root, program }, (line) => said.push(line), signal);
  return said;
}

const runs = async () => (await readFile(path.join(root, "runs"), "utf8")).length;

describe("building before a start", () => {
  it("says that it takes a while, and is not repeated while nothing changed", async () => {
    expect(await build()).toEqual(["Building, about a minute..."]);
    expect(await build()).toEqual([]);
    expect(await runs()).toBe(1);
  });

  it("looks at what files hold, not at their dates", async () => {
    await build();
    await utimes(path.join(root, "app/page.tsx"), new Date(), new Date());
    await build();
    expect(await runs()).toBe(1);
  });

  it.each([
    ["a source changed", (folder: string) => writeFile(path.join(folder, "app/page.tsx"), "two")],
    ["a source came", (folder: string) => writeFile(path.join(folder, "app/other.tsx"), "")],
    ["a source went", (folder: string) => rm(path.join(folder, "app/page.tsx"))],
    ["the packages changed", (folder: string) => writeFile(path.join(folder, "package-lock.json"), "{}")],
    ["the build is gone", (folder: string) => rm(path.join(folder, ".next"), { recursive: true })],
    ["another build took its place", (folder: string) => rm(path.join(folder, ".next/evenkeel-sources"))],
  ])("is done again when %s", async (_when, change) => {
    await build();
    await change(root);
    await build();
    expect(await runs()).toBe(2);
  });

  it("is done once by two that start together", async () => {
    const said = (await Promise.all([build(), build()])).flat();
    expect(await runs()).toBe(1);
    expect(said.filter((line) => line.startsWith("Building"))).toHaveLength(1);
  });

  it("tells why it failed and is tried again at the next start", async () => {
    await expect(build(`console.error("Type error in page.tsx"); process.exit(1)`)).rejects.toThrow(
      /^The build failed:\nType error in page.tsx$/,
    );
    await build();
    expect(await runs()).toBe(1);
  });

  it("ends with the start that is told to stop, and counts for nothing", async () => {
    const stopping = new AbortController();
    const building = build(
      `require("node:fs").writeFileSync("begun", ""); setInterval(() => {}, 1000)`,
      stopping.signal,
    );
    await expect.poll(() => existsSync(path.join(root, "begun"))).toBe(true);
    stopping.abort();
    await expect(building).rejects.toThrow("aborted");
    await build();
    expect(await runs()).toBe(1);
  });
});
