import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { applyMigrations } from "@/lib/server/db/apply-migrations";
import { startPostgres } from "@/lib/server/db/embedded/start-postgres";

export const TEMPLATE_DATABASE = "evenkeel_template";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the test server's maintenance database. */
    postgresUrl: string;
  }
}

/** One PostgreSQL for the whole run, with a migrated database to copy; every test file makes its own from it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "evenkeel-test-"));
  await chmod(folder, 0o755);
  const server = await startPostgres({
    directory: path.join(folder, "postgres"),
    password: randomBytes(16).toString("hex"),
    settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "200" },
  });
  await createTemplate(server.url);
  await applyMigrations(server.urlOf(TEMPLATE_DATABASE));
  project.provide("postgresUrl", server.url);

  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

async function createTemplate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`CREATE DATABASE ${TEMPLATE_DATABASE}`);
  await client.end();
}
