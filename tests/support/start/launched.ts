import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { expect, onTestFinished } from "vitest";
import packageJson from "@/package.json" with { type: "json" };
import { processTree, type ShownProcess } from "@/tests/support/start/process-tree";

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

/** @param how `as npm would`: by a process in between, which runs the script of package.json in a shell and is then the one in `process` */
export function launch(
  dataDirectory: string,
  port: number,
  variables: Record<string, string> = {},
  how: "directly" | "as npm would" = "directly",
): Launched {
  const launcher = path.join(import.meta.dirname, "launch-stand-ins.mjs");
  const script = packageJson.scripts.start.replace("scripts/start.mjs", `"${launcher}"`);
  const between = `require("node:child_process").spawn("sh", ["-c", process.argv[1]], { stdio: "inherit" })`;
  const args = how === "directly" ? [launcher] : ["--eval", between, script];
  const child = spawn(process.execPath, args, {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: "production",
      EVENKEEL_DATA_DIRECTORY: dataDirectory,
      PORT: String(port),
      ...(how === "as npm would" && { npm_lifecycle_event: "start" }),
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

/** The processes of a start, the launcher included. */
export function processesOf({ process: launcher }: Launched): readonly ShownProcess[] {
  return processTree(launcher.pid);
}

/** What the application (and everything else the launcher runs) was given. */
export async function environmentOf({ address }: Launched): Promise<Readonly<Record<string, string>>> {
  const answer = await fetch(address);
  return ((await answer.json()) as { env: Record<string, string> }).env;
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
