import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

export interface TestProcess {
  readonly child: ChildProcess;
  /** Signal or exit code once it has ended, with what it wrote. */
  readonly ended: Promise<{
    readonly signal: string | null;
    readonly code: number | null;
    readonly output: string;
  }>;
}

/** Starts one of our TypeScript files as a process of its own, on the test's database. */
export function spawnTestProcess(file: string, env: Readonly<Record<string, string>>): TestProcess {
  const child = spawn(process.execPath, ["--conditions=react-server", "--import", "tsx", file], {
    env: { ...process.env, NO_LOG_SUCCESS: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout?.on("data", (chunk) => {
    output += String(chunk);
  });
  child.stderr?.on("data", (chunk) => {
    output += String(chunk);
  });
  const ended = once(child, "close").then(([code, signal]) => ({ signal, code, output }));
  return { child, ended };
}
