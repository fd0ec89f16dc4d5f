import "server-only";
import { type ChildProcess, fork } from "node:child_process";
import { createServer } from "node:net";
import path from "node:path";
import { initialisePostgres, POSTGRES_USER } from "@/lib/server/db/embedded/initialise-postgres";
import { endOrphanedPostgres } from "@/lib/server/db/embedded/orphaned-postgres";
import { choosePostgresAccount, type PostgresAccount } from "@/lib/server/db/embedded/postgres-account";
import { findPostgresBinaries } from "@/lib/server/db/embedded/postgres-binaries";
import { type PostgresError, postgresErrorFrom } from "@/lib/server/db/embedded/postgres-error";
import { SYSTEM_ENVIRONMENT } from "@/lib/server/db/embedded/system-environment";

const ATTEMPTS = 5;
/** Recovery after a crash may replay a gigabyte of log. */
const READY_WITHIN_MS = 120_000;
const OUTPUT_KEPT = 8_000;

/** For one application on a small machine: few writes, little memory, nothing lost in a crash. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "60",
  shared_buffers: "96MB",
  max_parallel_workers_per_gather: "0",
  jit: "off",
  wal_level: "minimal",
  max_wal_senders: "0",
  wal_compression: "on",
  checkpoint_timeout: "30min",
  max_wal_size: "1GB",
  fsync: "on",
  synchronous_commit: "on",
  log_checkpoints: "off",
  lc_messages: "C",
  timezone: "UTC",
};

export interface RunningPostgres {
  /** Address of its maintenance database; holds the password. */
  readonly url: string;
  readonly pid: number;
  readonly port: number;
  /** Address of another database of the same server. */
  urlOf(database: string): string;
  /** Settles when the server ends, for whatever reason. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts the built-in PostgreSQL on `directory`, making its files the first time. It listens on a free port of
 * 127.0.0.1 only, asks for the password, and ends when this process does, even by kill -9.
 *
 * @param settings added to or put over the usual ones
 * @param port where it listens instead of at a free port
 * @throws PostgresError
 */
export async function startPostgres(options: {
  readonly directory: string;
  readonly password: string;
  readonly settings?: Readonly<Record<string, string>>;
  readonly port?: number;
}): Promise<RunningPostgres> {
  const directory = path.resolve(options.directory);
  const { initdb, postgres } = await findPostgresBinaries();
  const account = choosePostgresAccount([postgres, path.dirname(directory)]);
  await endOrphanedPostgres(directory);
  await initialisePostgres({ initdb, directory, account, password: options.password });

  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await findFreePort());
    try {
      const server = await startServer(postgres, directory, port, account, {
        ...SETTINGS,
        ...options.settings,
      });
      const urlOf = (database: string) =>
        `postgresql://${POSTGRES_USER}:${encodeURIComponent(options.password)}@127.0.0.1:${port}/${database}`;
      return { ...server, port, url: urlOf("postgres"), urlOf };
    } catch (error) {
      if (attempt === ATTEMPTS || !isWorthRetrying(error)) throw error;
    }
  }
}

/** Another program may take the port first; children of a killed server hold its memory for a moment. */
function isWorthRetrying(error: unknown): boolean {
  return (
    error instanceof Error &&
    /Address already in use|shared memory block|could not create any TCP/.test(error.message)
  );
}

async function startServer(
  postgres: string,
  directory: string,
  port: number,
  { owner, prefix }: PostgresAccount,
  settings: Readonly<Record<string, string>>,
): Promise<{ pid: number; ended: Promise<void>; stop(): Promise<void> }> {
  const [file = postgres, ...args] = [...prefix, postgres, "-D", directory, "-p", String(port)].concat(
    Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  );
  const guard = fork(path.join(import.meta.dirname, "guard-postgres.mjs"), [], {
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    detached: true,
    execArgv: [],
    env: SYSTEM_ENVIRONMENT,
  });
  const identity = prefix.length === 0 && owner ? owner : {};
  const ready = waitUntilReady(guard);
  guard.send({ file, args, options: { ...identity, env: SYSTEM_ENVIRONMENT } });
  const pid = await ready;

  const ended = new Promise<void>((resolve) => {
    guard.once("exit", () => resolve());
  });
  const stop = async () => {
    if (guard.connected) guard.send("stop");
    await ended;
  };
  return { pid, ended, stop };
}

function waitUntilReady(guard: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = "";
    let pid = 0;
    const fail = (error: PostgresError) => {
      clearTimeout(timer);
      if (guard.connected) guard.disconnect();
      reject(error);
    };
    const timer = setTimeout(() => fail(postgresErrorFrom("start", "it took too long")), READY_WITHIN_MS);
    guard.on("message", (message: { pid?: number; error?: string }) => {
      pid = message.pid ?? pid;
      output += message.error ?? "";
    });
    guard.stderr?.on("data", (chunk: Buffer) => {
      output = `${output}${chunk}`.slice(-OUTPUT_KEPT);
      if (!output.includes("ready to accept connections")) return;
      clearTimeout(timer);
      resolve(pid);
    });
    guard.once("close", () => fail(postgresErrorFrom("start", output)));
  });
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
