import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

/** A PostgreSQL for one benchmark, configured as the launcher configures it, with our schema in `evenkeel`. */
export interface BenchPostgres {
  readonly folder: string;
  /** Of the server's first process. */
  readonly pid: number;
  /** Of its maintenance database, in which a benchmark may install what the product does not have. */
  readonly maintenanceUrl: string;
  readonly url: string;
}

/** Runs `work` on a fresh PostgreSQL and takes everything away again; this process's pool is on it. */
export async function withBenchPostgres<Result>(
  work: (postgres: BenchPostgres) => Promise<Result>,
  settings: Readonly<Record<string, string>> = {},
): Promise<Result> {
  const { startPostgres } = await import("@/lib/server/db/embedded/start-postgres");
  const folder = await mkdtemp(path.join(os.tmpdir(), "evenkeel-bench-"));
  // PostgreSQL may run as another user, who must get through to its own folder.
  await chmod(folder, 0o755);
  const server = await startPostgres({
    directory: path.join(folder, "postgres"),
    password: randomBytes(16).toString("hex"),
    settings,
  });
  try {
    const { default: pg } = await import("pg");
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await client.query("CREATE DATABASE evenkeel");
    await client.end();
    const url = server.urlOf("evenkeel");
    process.env.DATABASE_URL = url;
    const { applyMigrations } = await import("@/lib/server/db/apply-migrations");
    await applyMigrations(url);
    return await work({ folder, pid: server.pid, maintenanceUrl: server.url, url });
  } finally {
    const { closePool } = await import("@/lib/server/db/pool");
    const { closePrisma } = await import("@/lib/server/db/prisma");
    await closePrisma();
    await closePool();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
