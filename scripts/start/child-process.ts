import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const LINES_KEPT = 40;
const END_WITH_PARENT = new URL("./end-with-parent.mjs", import.meta.url).href;
export const TYPESCRIPT_LOADER = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

/** A Node.js program to run as our child. */
export interface NodeProgram {
  /** Arguments of `node`: the script and what it gets. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

export interface RunningChild {
  readonly pid: number;
  /** Settles when the process is gone. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  /** The last lines it wrote, for the sentence when it fails. */
  lastLines(): readonly string[];
  /** SIGTERM, and SIGKILL when it is still there after `patienceMs`. */
  stop(patienceMs: number): Promise<void>;
}

/**
 * Runs a Node.js program that ends with us. It gets no signal of the terminal: the launcher stops it in order.
 *
 * @param onLine called with every line it writes
 */
export function startChild(
  program: NodeProgram,
  onLine: (line: string, stream: "out" | "err") => void,
): RunningChild {
  const environment: Record<string, string | undefined> = {
    ...program.env,
    EVENKEEL_LAUNCHER_PID: String(process.pid),
  };
  const child = spawn(process.execPath, ["--import", END_WITH_PARENT, ...program.args], {
    cwd: program.cwd,
    env: environment as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    detached: true,
  });
  const kept: string[] = [];
  for (const [stream, readable] of [
    ["out", child.stdout],
    ["err", child.stderr],
  ] as const) {
    if (!readable) continue;
    createInterface({ input: readable }).on("line", (line) => {
      kept.push(line);
      if (kept.length > LINES_KEPT) kept.shift();
      onLine(line, stream);
    });
  }
  const ended = whenEnded(child);
  return {
    pid: child.pid ?? 0,
    ended,
    lastLines: () => kept,
    stop: (patienceMs) => stop(child, ended, patienceMs),
  };
}

function whenEnded(child: ChildProcess): RunningChild["ended"] {
  return new Promise((resolve) => {
    child.once("error", () => resolve({ code: null, signal: null }));
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
}

async function stop(child: ChildProcess, ended: RunningChild["ended"], patienceMs: number): Promise<void> {
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), patienceMs);
  await ended;
  clearTimeout(timer);
}
