import { chmod, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll } from "vitest";
import { applyMigrations } from "@/lib/server/db/apply-migrations";
import { type RunningPostgres, startPostgres } from "@/lib/server/db/embedded/start-postgres";
import { closePool } from "@/lib/server/db/pool";
import { closePrisma } from "@/lib/server/db/prisma";

export interface RestartableDatabase {
  readonly url: string;
  /** Ends it at once and without a checkpoint, as `pg_ctl stop -m immediate` does: UNLOGGED rows are gone. */
  readonly crash: () => Promise<void>;
  /** Starts it again on the same files and port. */
  readonly start: () => Promise<void>;
}

export interface RestartableOptions {
  /** Makes the folder that the data directory is put into, and what undoes it; a folder of /tmp by default. */
  readonly makeFolder?: () => Promise<{ readonly folder: string; readonly remove: () => Promise<void> }>;
  readonly settings?: Readonly<Record<string, string>>;
}

/** A PostgreSQL of its own, migrated and named by DATABASE_URL, for tests in which the database itself has trouble. */
export function useRestartableDatabase(options: RestartableOptions = {}): RestartableDatabase {
  const settings = { fsync: "off", autovacuum: "off", ...options.settings };
  let remove = async () => {};
  let directory = "";
  let server: RunningPostgres | undefined;
  const running = (): RunningPostgres => {
    if (!server) throw new Error("the database was not started");
    return server;
  };

  beforeAll(async () => {
    const made = await (options.makeFolder ?? temporaryFolder)();
    remove = made.remove;
    directory = path.join(made.folder, "postgres");
    server = await startPostgres({ directory, password: "test", settings });
    process.env.DATABASE_URL = server.url;
    await applyMigrations(server.url);
  }, 120_000);
  afterAll(async () => {
    await closePrisma();
    await closePool();
    await server?.stop();
    await remove();
  });

  return {
    get url() {
      return running().url;
    },
    crash: async () => {
      process.kill(running().pid, "SIGQUIT");
      await running().ended;
    },
    start: async () => {
      server = await startPostgres({ directory, password: "test", settings, port: running().port });
    },
  };
}

async function temporaryFolder() {
  const folder = await mkdtemp(path.join(os.tmpdir(), "evenkeel-restartable-"));
  await chmod(folder, 0o755);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
