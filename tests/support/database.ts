import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { closePool } from "@/lib/server/db/pool";
import { closePrisma } from "@/lib/server/db/prisma";
import { TEMPLATE_DATABASE } from "@/tests/support/postgres-global-setup";

interface TestDatabase {
  readonly url: string;
}

/**
 * A database of its own for the test file that calls this at its top: migrated, empty, named by DATABASE_URL
 * from that line on, there before the first test and dropped after the last.
 *
 * @param options.migrated false for a database without any table
 */
export function useTestDatabase({ migrated = true }: { migrated?: boolean } = {}): TestDatabase {
  const [database] = reserveDatabases(1, migrated);
  if (database === undefined) throw new Error("no database was reserved");
  process.env.DATABASE_URL = database.url;
  afterAll(async () => {
    await closePrisma();
    await closePool();
  });
  return database;
}

/** Further databases of the same kind, for processes that must not meet; DATABASE_URL names none of them. */
export function useTestDatabases(count: number): readonly TestDatabase[] {
  return reserveDatabases(count, true);
}

function reserveDatabases(count: number, migrated: boolean): readonly TestDatabase[] {
  const server = inject("postgresUrl");
  const names = Array.from({ length: count }, () => `test_${process.pid}_${randomBytes(4).toString("hex")}`);
  beforeAll(async () => {
    for (const name of names)
      await runOn(server, `CREATE DATABASE ${name} TEMPLATE ${migrated ? TEMPLATE_DATABASE : "template0"}`);
  });
  // Hooks of the end run in the reverse order of their registration: connections are closed by then.
  afterAll(async () => {
    for (const name of names) await runOn(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  });
  return names.map((name) => {
    const url = new URL(server);
    url.pathname = `/${name}`;
    return { url: url.href };
  });
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
