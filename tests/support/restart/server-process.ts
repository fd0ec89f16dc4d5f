import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { isRunning, processTree, type ShownProcess } from "@/tests/support/start/process-tree";

const ROOT = path.join(import.meta.dirname, "../../..");
const POLL_MS = 50;

/** What a kill -9 hits: npm and the launcher are one person's "the server", and power cuts hit everything. */
export const KILL_TARGETS = ["launcher", "npm", "everything"] as const;
export type KillTarget = (typeof KILL_TARGETS)[number];

/** `npm start` on a data directory and port of its own. */
export class ServerProcess {
  readonly #npm: ChildProcess;
  readonly startedAtMs = Date.now();
  #output = "";

  constructor(dataDirectory: string, port: number) {
    this.#npm = spawn("npm", ["start"], {
      cwd: ROOT,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        NODE_ENV: "production",
        EVENKEEL_DATA_DIRECTORY: dataDirectory,
        PORT: String(port),
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.#npm.stdout, this.#npm.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        this.#output = `${this.#output}${chunk}`.slice(-20_000);
      });
    }
  }

  get output(): string {
    return this.#output;
  }

  get isReady(): boolean {
    return this.#output.includes("Evenkeel is ready.");
  }

  /** @throws when it ends before it is ready, or takes too long */
  async untilReady(withinMs: number): Promise<number> {
    await until(() => this.isReady || this.#hasEnded, withinMs);
    if (!this.isReady) throw new Error(`The server did not become ready:\n${this.#output}`);
    return Date.now() - this.startedAtMs;
  }

  get #hasEnded(): boolean {
    return this.#npm.exitCode !== null || this.#npm.signalCode !== null;
  }

  /** Kills without warning. @returns the processes that were there, to see whether they go */
  kill(target: KillTarget): readonly ShownProcess[] {
    const tree = processTree(this.#npm.pid);
    const launcher = tree.filter(({ command }) => /node \S*scripts\/start\.mjs/.test(command));
    const npm = tree.filter(({ pid }) => pid === this.#npm.pid);
    const victims = { launcher: launcher.length > 0 ? launcher : npm, npm, everything: tree }[target];
    for (const { pid } of victims) kill(pid);
    return tree;
  }

  async stop(): Promise<readonly ShownProcess[]> {
    const tree = processTree(this.#npm.pid);
    this.#npm.kill("SIGTERM");
    await until(() => this.#hasEnded, 15_000);
    return tree;
  }
}

/** Those that are still there after `withinMs`. */
export async function findOrphans(
  tree: readonly ShownProcess[],
  withinMs: number,
): Promise<readonly ShownProcess[]> {
  await until(() => !tree.some(isRunning), withinMs);
  return tree.filter(isRunning);
}

async function until(isSo: () => boolean, withinMs: number): Promise<void> {
  const end = Date.now() + withinMs;
  while (!isSo() && Date.now() < end) await delay(POLL_MS);
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It went by itself.
  }
}
