import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { type ExclusiveLock, takeExclusiveLock } from "@/scripts/start/exclusive-lock";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "evenkeel-lock-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

async function take(file: string, holder: string): Promise<ExclusiveLock> {
  const lock = await takeExclusiveLock(file, () => holder);
  if (typeof lock === "string") throw new Error(`held by ${lock}`);
  onTestFinished(() => lock.release());
  return lock;
}

/** Leaves what a process that was killed leaves: a socket nobody listens on. */
async function leaveRemains(file: string): Promise<void> {
  const child = spawn(process.execPath, [
    "--eval",
    `require("net").createServer().listen(${JSON.stringify(file)})`,
  ]);
  await expect.poll(() => existsSync(file)).toBe(true);
  child.kill("SIGKILL");
  await new Promise((resolve) => child.once("exit", resolve));
}

describe("the lock of a data directory", () => {
  it("tells who has it, until they let go", async () => {
    const file = path.join(folder, "lock");
    const first = await take(file, "process 1, http://127.0.0.1:3000");
    expect(await takeExclusiveLock(file, () => "process 2")).toBe("process 1, http://127.0.0.1:3000");
    await first.release();
    expect((await take(file, "process 2")).afterCrash).toBe(false);
  });

  it("is free after its holder was killed, and says that it was so", async () => {
    const file = path.join(folder, "lock");
    await leaveRemains(file);
    expect((await take(file, "process 2")).afterCrash).toBe(true);
  });

  it("goes to one of many that find the same remains at once", async () => {
    const file = path.join(folder, "lock");
    await leaveRemains(file);
    const taken = await Promise.all(
      Array.from({ length: 8 }, (_, n) => takeExclusiveLock(file, () => `process ${n}`)),
    );
    const locks = taken.filter((lock) => typeof lock !== "string");
    expect(locks).toHaveLength(1);
    await locks[0]?.release();
  });

  it("puts up with an ordinary file in its place", async () => {
    const file = path.join(folder, "lock");
    await writeFile(file, "");
    expect((await take(file, "process 1")).afterCrash).toBe(true);
  });

  it("works in a folder whose path is too long for a socket", async () => {
    const deep = path.join(folder, ..."abc".split("").map((letter) => letter.repeat(60)));
    await mkdir(deep, { recursive: true });
    const file = path.join(deep, "lock");
    await take(file, "process 1");
    expect(await takeExclusiveLock(file, () => "process 2")).toBe("process 1");
  });
});
