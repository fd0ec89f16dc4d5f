import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll } from "vitest";
import { applyMigrations } from "@/lib/server/db/apply-migrations";
import { type RunningPostgres, startPostgres } from "@/lib/server/db/embedded/start-postgres";
import { closePool } from "@/lib/server/db/pool";
import { closePrisma } from "@/lib/server/db/prisma";

/** A PostgreSQL of its own, migrated, for a test file that measures what the server as a whole does. */
export function useDatabaseServer(): void {
  let folder = "";
  let server: RunningPostgres | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), "evenkeel-server-"));
    server = await startPostgres({
      directory: path.join(folder, "postgres"),
      password: "test",
      settings: { fsync: "off", autovacuum: "off" },
    });
    process.env.DATABASE_URL = server.url;
    await applyMigrations(server.url);
  }, 120_000);
  afterAll(async () => {
    await closePrisma();
    await closePool();
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });
}
