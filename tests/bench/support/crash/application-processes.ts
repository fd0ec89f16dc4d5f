import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import path from "node:path";

const ROOT = path.join(import.meta.dirname, "../../../..");
const OUTPUT_KEPT = 4_000;
const RESTART_MS = 300;

export interface ApplicationProcesses {
  /** Addresses of those that answer just now. */
  readonly origins: () => readonly string[];
  /** kill -9; they are started again at once. `all` or a number, counted from 0. */
  readonly kill: (which: number | "all") => void;
  readonly count: number;
  readonly kills: () => number;
  /** What processes wrote last that ended without being killed. */
  readonly endedByThemselves: readonly string[];
  readonly stop: () => Promise<void>;
}

/** The application in so many processes on one database, each started again when it ends, as a service manager does. */
export async function startApplications(
  count: number,
  env: NodeJS.ProcessEnv,
): Promise<ApplicationProcesses> {
  const endedByThemselves: string[] = [];
  const applications = await Promise.all(
    Array.from({ length: count }, async () => new Application(env, await freePort(), endedByThemselves)),
  );
  let kills = 0;
  return {
    count,
    origins: () => applications.filter(({ isReady }) => isReady).map(({ origin }) => origin),
    kill: (which) => {
      for (const [index, application] of applications.entries())
        if (which === "all" || which === index) kills += application.kill() ? 1 : 0;
    },
    kills: () => kills,
    endedByThemselves,
    stop: async () => {
      await Promise.all(applications.map((application) => application.stop()));
    },
  };
}

class Application {
  isReady = false;
  readonly origin: string;
  #child: ChildProcess;
  #stopping = false;
  #killed = false;
  #ended: Promise<void> = Promise.resolve();

  constructor(
    private readonly env: NodeJS.ProcessEnv,
    private readonly port: number,
    private readonly endedByThemselves: string[],
  ) {
    this.origin = `http://127.0.0.1:${port}`;
    this.#child = this.#start();
  }

  kill(): boolean {
    if (this.#killed || this.#stopping) return false;
    this.#killed = true;
    this.isReady = false;
    return this.#child.kill("SIGKILL");
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#child.kill("SIGKILL");
    await this.#ended;
  }

  #start(): ChildProcess {
    const file = path.join(import.meta.dirname, "run-application.ts");
    const child = spawn(process.execPath, ["--conditions=react-server", "--import", "tsx", file], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: { ...this.env, PORT: String(this.port) },
    });
    let output = "";
    const keep = (chunk: Buffer) => {
      output = `${output}${chunk}`.slice(-OUTPUT_KEPT);
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    child.on("message", () => {
      this.isReady = !this.#killed;
    });
    this.#ended = new Promise((resolve) => {
      child.once("close", () => {
        resolve();
        this.#afterEnd(output);
      });
    });
    return child;
  }

  #afterEnd(output: string): void {
    this.isReady = false;
    if (this.#stopping) return;
    if (!this.#killed) this.endedByThemselves.push(output);
    setTimeout(() => {
      if (this.#stopping) return;
      this.#killed = false;
      this.#child = this.#start();
    }, RESTART_MS);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
