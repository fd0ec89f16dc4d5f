import { type ChildProcess, spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { bundleApplication } from "./bundle-application";

const ROOT = path.join(import.meta.dirname, "../../../..");
const OUTPUT_KEPT = 4_000;

export interface ApplicationProcesses {
  /** Addresses of those that answer just now. */
  readonly origins: () => readonly string[];
  /** kill -9; they are started again at once. `all` or a number, counted from 0. Tells whether none is left that runs. */
  readonly kill: (which: number | "all") => boolean;
  readonly count: number;
  readonly kills: () => number;
  /** What processes wrote last that ended without being killed. */
  readonly endedByThemselves: readonly string[];
  /** How often which error was logged. */
  readonly errors: Readonly<Record<string, number>>;
  readonly stop: () => Promise<void>;
}

/** The application in so many processes on one database, each started again when it ends, as a service manager does. */
export async function startApplications(
  count: number,
  env: NodeJS.ProcessEnv,
): Promise<ApplicationProcesses> {
  const endedByThemselves: string[] = [];
  const errors: Record<string, number> = {};
  const note = (line: string) => {
    const words = errorIn(line);
    if (words !== null) errors[words] = (errors[words] ?? 0) + 1;
  };
  const file = await bundleApplication();
  const applications = await Promise.all(
    Array.from(
      { length: count },
      async () => new Application({ env, file }, await freePort(), { endedByThemselves, note }),
    ),
  );
  let kills = 0;
  return {
    count,
    origins: () => applications.filter(({ isReady }) => isReady).map(({ origin }) => origin),
    kill: (which) => {
      for (const [index, application] of applications.entries())
        if (which === "all" || which === index) kills += application.kill() ? 1 : 0;
      return applications.every(({ isReady }) => !isReady);
    },
    kills: () => kills,
    endedByThemselves,
    errors,
    stop: async () => {
      await Promise.all(applications.map((application) => application.stop()));
      await rm(file, { force: true });
    },
  };
}

interface Program {
  readonly env: NodeJS.ProcessEnv;
  readonly file: string;
}

class Application {
  isReady = false;
  readonly origin: string;
  readonly program: Program;
  #running: Loaded;
  #spare: Loaded;
  #stopping = false;
  #killed = false;

  constructor(
    { env, file }: Program,
    port: number,
    private readonly notes: {
      readonly endedByThemselves: string[];
      readonly note: (line: string) => void;
    },
  ) {
    this.program = { file, env: { ...env, PORT: String(port) } };
    this.origin = `http://127.0.0.1:${port}`;
    this.#running = this.#begin(new Loaded(this.program, this.notes.note));
    this.#spare = new Loaded(this.program, this.notes.note);
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
    if (!this.#killed) this.notes.endedByThemselves.push(output);
    this.#running = this.#begin(this.#spare);
    this.#spare = new Loaded(this.program, this.notes.note);
  }
}

/** A process that has loaded the application's code, or is about to, and begins when it is told to. */
class Loaded {
  readonly child: ChildProcess;
  /** What it wrote last. */
  readonly ended: Promise<string>;
  readonly #isLoaded: Promise<unknown>;

  constructor({ env, file }: Program, note: (line: string) => void) {
    const child = spawn(process.execPath, ["--conditions=react-server", file], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env,
    });
    let output = "";
    const keep = (chunk: Buffer) => {
      output = `${output}${chunk}`.slice(-OUTPUT_KEPT);
    };
    child.stdout?.on("data", keep);
    if (child.stdout) createInterface({ input: child.stdout }).on("line", note);
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

const ERROR_LEVEL = 50;
const logLine = z.looseObject({
  level: z.union([z.number(), z.string()]),
  msg: z.string().default(""),
  err: z.looseObject({ message: z.string(), code: z.string().optional() }).optional(),
});

/** What a line of the log says of an error; null for any other. */
function errorIn(line: string): string | null {
  // The last line of a process that was killed may be half a line.
  if (!line.startsWith("{") || !line.endsWith("}")) return null;
  const read = logLine.safeParse(JSON.parse(line));
  if (!read.success) return null;
  const { level, msg, err } = read.data;
  if (level !== "error" && !(Number(level) >= ERROR_LEVEL)) return null;
  return `${msg}: ${err?.code ?? ""} ${err?.message.trim().split("\n").at(-1) ?? ""}`
    .replaceAll(/[0-9]+/g, "n")
    .slice(0, 160);
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
