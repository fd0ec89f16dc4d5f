import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { closePool } from "@/lib/server/db/pool";
import { closePrisma } from "@/lib/server/db/prisma";
import { TEMPLATE_DATABASE } from "@/tests/support/postgres-global-setup";

/**
 * A database of its own for the test file that calls this at its top: migrated, empty, named by DATABASE_URL
 * from that line on, there before the first test and dropped after the last.
 *
 * @param options.migrated false for a database without any table
 */
export function useTestDatabase({ migrated = true }: { migrated?: boolean } = {}): { readonly url: string } {
  const server = inject("postgresUrl");
  const name = `test_${process.pid}_${randomBytes(4).toString("hex")}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  process.env.DATABASE_URL = url.href;

  beforeAll(() =>
    runOn(server, `CREATE DATABASE ${name} TEMPLATE ${migrated ? TEMPLATE_DATABASE : "template0"}`),
  );
  afterAll(async () => {
    await closePrisma();
    await closePool();
    await runOn(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  });
  return { url: url.href };
}

async function runOn(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
