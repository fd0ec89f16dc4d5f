import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { findPostgresBinaries } from "@/lib/server/db/embedded/postgres-binaries";
import { Application } from "@/scripts/start/application";
import { buildWhenNeeded } from "@/scripts/start/build-when-needed";
import { checkPort } from "@/scripts/start/check-port";
import { prepareDataDirectory } from "@/scripts/start/data-directory";
import { type ExclusiveLock, takeExclusiveLock } from "@/scripts/start/exclusive-lock";
import { explainFailure } from "@/scripts/start/explain-failure";
import { LaunchError } from "@/scripts/start/launch-error";
import { type LaunchSettings, readLaunchSettings } from "@/scripts/start/launch-settings";
import { makeFirstAdmin } from "@/scripts/start/make-first-admin";
import { makeSecret } from "@/scripts/start/make-secret";
import { migrateDatabase, openDatabase } from "@/scripts/start/open-database";
import { readyMessage } from "@/scripts/start/print-ready";
import { evenkeelPrograms, type Programs } from "@/scripts/start/programs";
import { type Demo, isDemoWanted, startDemo } from "@/scripts/start/start-demo";
import { whenToldToStop } from "@/scripts/start/when-told-to-stop";

/** What a killed start leaves behind ends by itself within this time. */
const REMAINS_PATIENCE_MS = 5_000;
/** What a start that is on its way down answers to the next one. */
const STOPPING = "stopping";
const STOPPING_PATIENCE_MS = 15_000;
const STOPPING_POLL_MS = 100;

export interface StartOptions {
  /** `--prepare`: build and unpack, and do not start. */
  readonly flags?: readonly string[];
  /** The process that runs us and that we end with: `npm start`. */
  readonly parent?: number;
  /** What runs as our children; Evenkeel itself unless a test says otherwise. */
  readonly programs?: Programs;
}

/**
 * Starts Evenkeel and everything it needs, and stays until it is told to stop or a part of it ends.
 *
 * @returns the exit code: 0 after an orderly stop, else one of EXIT_CODES
 */
export async function start({ flags = [], parent, programs }: StartOptions = {}): Promise<number> {
  const root = path.join(import.meta.dirname, "../..");
  const stopping = whenToldToStop(parent);
  const undo: (() => Promise<void>)[] = [];
  try {
    const launch = new Launch(root, programs ?? evenkeelPrograms(root), stopping.signal, undo);
    if (flags.includes("--prepare")) await launch.prepare();
    else await launch.run();
    return 0;
  } catch (error) {
    if (stopping.signal.aborted) return 0;
    const { message, exitCode } = explainFailure(error);
    process.stderr.write(`${message}\n`);
    return exitCode;
  } finally {
    stopping.abort();
    for (const step of undo.reverse()) await step().catch(() => undefined);
  }
}

const say = (line: string) => void process.stdout.write(`${line}\n`);
const warn = (line: string) => void process.stderr.write(`${line}\n`);

/** One start, step by step; each step that has something to take back puts it on `undo`. */
class Launch {
  readonly #root: string;
  readonly #programs: Programs;
  readonly #signal: AbortSignal;
  readonly #undo: (() => Promise<void>)[];

  constructor(root: string, programs: Programs, signal: AbortSignal, undo: (() => Promise<void>)[]) {
    this.#root = root;
    this.#programs = programs;
    this.#signal = signal;
    this.#undo = undo;
  }

  async run(): Promise<void> {
    const settings = readLaunchSettings(this.#root, process.env);
    await this.#takeDataDirectory(settings);
    const secrets = await this.#makeSecrets(settings);
    const database = await openDatabase(settings.databaseUrl, settings.dataDirectory, warn);
    this.#undo.push(() => database.stop());
    this.#signal.throwIfAborted();
    await migrateDatabase(database.url, this.#root);
    await this.#build();

    const environment = { ...process.env, ...secrets, DATABASE_URL: database.url };
    const application = new Application(settings, this.#programs, environment, this.#signal);
    let demo: Demo | null = null;
    this.#undo.push(async () => {
      await Promise.all([application.stop(), demo?.stop()]);
    });
    demo = await this.#startDemo(settings, database.url);
    const admin = await makeFirstAdmin(database.url);
    if (admin) say(`First start: sign in as ${admin.username} with the one-time password ${admin.password}`);
    await application.start(demo?.connection ?? null);

    process.stdout.write(
      readyMessage({
        address: settings.address,
        admin,
        dataDirectory: settings.dataDirectory,
        database: settings.databaseUrl ? "PostgreSQL of DATABASE_URL" : "built-in PostgreSQL 18",
        demo: demo !== null,
      }),
    );
    await this.#stay(application, database.ended);
  }

  /** What an image is made with: everything a first start would do that needs no data directory. */
  async prepare(): Promise<void> {
    await findPostgresBinaries();
    await this.#build();
  }

  async #build(): Promise<void> {
    const program = this.#programs.build(process.env);
    if (program) await buildWhenNeeded({ root: this.#root, program }, say, this.#signal);
  }

  async #takeDataDirectory({ dataDirectory, address, port, host }: LaunchSettings): Promise<void> {
    await prepareDataDirectory(dataDirectory);
    const lock = await this.#takeLock(dataDirectory, address);
    this.#undo.push(() => lock.release());
    await checkPort(port, host, lock.afterCrash ? REMAINS_PATIENCE_MS : 0);
  }

  /** One that is just stopping is waited for; one that runs is not disturbed. */
  async #takeLock(dataDirectory: string, address: string): Promise<ExclusiveLock> {
    const holder = () => (this.#signal.aborted ? STOPPING : `process ${process.pid}, ${address}`);
    const until = Date.now() + STOPPING_PATIENCE_MS;
    for (;;) {
      const lock = await takeExclusiveLock(path.join(dataDirectory, "lock"), holder);
      if (typeof lock !== "string") return lock;
      if (lock !== STOPPING || Date.now() > until) {
        throw new LaunchError(
          "already-running",
          `Evenkeel is already running on ${dataDirectory} (${lock}).`,
        );
      }
      await delay(STOPPING_POLL_MS, undefined, { signal: this.#signal });
    }
  }

  async #makeSecrets(settings: LaunchSettings): Promise<Record<string, string>> {
    const folder = path.join(settings.dataDirectory, "secrets");
    return {
      EVENKEEL_DATA_DIRECTORY: settings.dataDirectory,
      EVENKEEL_SECRET_KEY: settings.secretKey ?? (await makeSecret(path.join(folder, "secret-key"))),
      NEXTAUTH_SECRET: settings.sessionSecret ?? (await makeSecret(path.join(folder, "nextauth-secret"))),
    };
  }

  async #startDemo({ demo, dataDirectory }: LaunchSettings, databaseUrl: string): Promise<Demo | null> {
    this.#signal.throwIfAborted();
    if (!(await isDemoWanted(demo, process.env, databaseUrl))) return null;
    try {
      return await startDemo({
        program: (identity) => this.#programs.simulator(process.env, identity),
        dataDirectory,
        warn,
      });
    } catch (error) {
      warn(error instanceof Error ? error.message : String(error));
      return null;
    }
  }

  /** Until a signal; an application that ends by itself, or a database that cannot be kept up, ends everything. */
  async #stay(application: Application, databaseEnded: Promise<void>): Promise<void> {
    const told = new Promise<"told">((resolve) => {
      if (this.#signal.aborted) resolve("told");
      this.#signal.addEventListener("abort", () => resolve("told"), { once: true });
    });
    const first = await Promise.race([
      told,
      databaseEnded,
      application.ended.then(() => "The application" as const),
    ]);
    if (first !== "The application") return;
    throw new LaunchError("child-ended", `${first} ended by itself; start Evenkeel again.`);
  }
}
