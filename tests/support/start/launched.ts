import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { expect, onTestFinished } from "vitest";

/** A launcher started by a test, with the stand-ins as its children. */
export interface Launched {
  readonly process: ChildProcess;
  readonly address: string;
  output(): string;
  errors(): string;
  /** Its exit code; null when a signal ended it. */
  readonly exit: Promise<number | null>;
  untilReady(): Promise<void>;
}

/** A data directory that goes with the test. */
export async function makeDataDirectory(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "evenkeel-start-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return path.join(folder, "data");
}

export function launch(
  dataDirectory: string,
  port: number,
  variables: Record<string, string> = {},
): Launched {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, "launch-stand-ins.mjs")], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: "production",
      EVENKEEL_DATA_DIRECTORY: dataDirectory,
      PORT: String(port),
      ...variables,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk: Buffer) => {
    errors += chunk;
  });
  const exit = new Promise<number | null>((resolve) => {
    child.once("close", (code) => resolve(code));
  });
  onTestFinished(async () => {
    child.kill("SIGTERM");
    await exit;
  });
  return {
    process: child,
    address: `http://127.0.0.1:${port}`,
    output: () => output,
    errors: () => errors,
    exit,
    untilReady: () =>
      expect.poll(() => `${output}${errors}`, { timeout: 30_000 }).toContain("Evenkeel is ready."),
  };
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** Processes whose command line or environment names the data directory or port of a start, without ourselves. */
export function processesOf(launched: Launched): readonly string[] {
  const { stdout } = spawnSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" });
  const lines = stdout
    .split("\n")
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .flatMap((match) =>
      match ? [{ pid: Number(match[1]), parent: Number(match[2]), command: match[3] ?? "" }] : [],
    );
  const found = new Set([launched.process.pid]);
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const { pid, parent } of lines) if (found.has(parent)) found.add(pid);
  }
  return lines.filter(({ pid }) => found.has(pid)).map(({ pid, command }) => `${pid} ${command}`);
}

/** Whether a process that `ps` showed as `<pid> <command>` is still there. */
export function isRunning(shown: string): boolean {
  const [pid = ""] = shown.split(" ");
  const { stdout } = spawnSync("ps", ["-p", pid, "-o", "stat=,args="], { encoding: "utf8" });
  const match = /^(\S+)\s+(.*)$/.exec(stdout.trim());
  return match !== null && !match[1]?.startsWith("Z") && shown.endsWith(match[2] ?? "");
}
