import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import path from "node:path";

const ROOT = path.join(import.meta.dirname, "../../../..");
const OUTPUT_KEPT = 4_000;

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
  readonly env: NodeJS.ProcessEnv;
  #running: Loaded;
  #spare: Loaded;
  #stopping = false;
  #killed = false;

  constructor(
    env: NodeJS.ProcessEnv,
    port: number,
    private readonly endedByThemselves: string[],
  ) {
    this.env = { ...env, PORT: String(port) };
    this.origin = `http://127.0.0.1:${port}`;
    this.#running = this.#begin(new Loaded(this.env));
    this.#spare = new Loaded(this.env);
  }

  kill(): boolean {
    if (this.#killed || this.#stopping) return false;
    this.#killed = true;
    this.isReady = false;
    return this.#running.child.kill("SIGKILL");
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    for (const { child } of [this.#running, this.#spare]) child.kill("SIGKILL");
    await Promise.all([this.#running.ended, this.#spare.ended]);
  }

  #begin(loaded: Loaded): Loaded {
    this.#killed = false;
    loaded.begin(() => {
      this.isReady = !this.#killed;
    });
    void loaded.ended.then((output) => this.#afterEnd(output));
    return loaded;
  }

  #afterEnd(output: string): void {
    this.isReady = false;
    if (this.#stopping) return;
    if (!this.#killed) this.endedByThemselves.push(output);
    this.#running = this.#begin(this.#spare);
    this.#spare = new Loaded(this.env);
  }
}

/** A process that has loaded the application's code, or is about to, and begins when it is told to. */
class Loaded {
  readonly child: ChildProcess;
  /** What it wrote last. */
  readonly ended: Promise<string>;
  readonly #isLoaded: Promise<unknown>;

  constructor(env: NodeJS.ProcessEnv) {
    const file = path.join(import.meta.dirname, "run-application.ts");
    const child = spawn(process.execPath, ["--conditions=react-server", "--import", "tsx", file], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env,
    });
    let output = "";
    const keep = (chunk: Buffer) => {
      output = `${output}${chunk}`.slice(-OUTPUT_KEPT);
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    this.child = child;
    this.#isLoaded = new Promise((resolve) => {
      child.once("message", resolve);
    });
    this.ended = new Promise((resolve) => {
      child.once("close", () => resolve(output));
    });
  }

  begin(onReady: () => void): void {
    void this.#isLoaded.then(() => {
      this.child.on("message", onReady);
      if (this.child.connected) this.child.send("begin", () => undefined);
    });
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
