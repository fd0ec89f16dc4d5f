import "server-only";
import { createHash, randomUUID } from "node:crypto";
import pg from "pg";
import { type Migration, readMigrations } from "@/lib/server/db/read-migrations";

/** Serialises replicas that start at once; the number is Prisma's own, so its CLI waits too. */
const MIGRATION_LOCK = 72_707_369;

const BOOKKEEPING_TABLE = `
  CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id" VARCHAR(36) PRIMARY KEY NOT NULL,
    "checksum" VARCHAR(64) NOT NULL,
    "finished_at" TIMESTAMPTZ,
    "migration_name" VARCHAR(255) NOT NULL,
    "logs" TEXT,
    "rolled_back_at" TIMESTAMPTZ,
    "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
    "applied_steps_count" INTEGER NOT NULL DEFAULT 0
  )`;

/** The database cannot be brought to this version's schema; the message is one sentence for the operator. */
export class MigrationError extends Error {
  readonly reason: "newer-schema" | "unfinished" | "failed";

  constructor(reason: MigrationError["reason"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "MigrationError";
    this.reason = reason;
  }
}

/**
 * Brings the database to the schema of this version. Each migration is one transaction together with its
 * entry in Prisma's own table, so a crash leaves it either done or not begun; the Prisma CLI reads the same
 * table and folder.
 *
 * @returns the names of the migrations that were applied now
 * @throws MigrationError when the database is newer than the code, or a migration does not run
 */
export async function applyMigrations(
  databaseUrl: string,
  folder = "prisma/migrations",
): Promise<readonly string[]> {
  const migrations = await readMigrations(folder);
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
    const pending = await findPending(client, migrations);
    if (pending.length > 0) await client.query(BOOKKEEPING_TABLE);
    for (const migration of pending) await applyMigration(client, migration);
    return pending.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

async function findPending(
  client: pg.Client,
  migrations: readonly Migration[],
): Promise<readonly Migration[]> {
  const applied = await readApplied(client);
  const unfinished = applied.find(({ finished }) => !finished);
  if (unfinished) {
    throw new MigrationError(
      "unfinished",
      `Migration ${unfinished.name} was begun by the Prisma CLI and did not finish; settle it with "npx prisma migrate resolve".`,
    );
  }
  const known = new Set(migrations.map(({ name }) => name));
  const newer = applied.find(({ name }) => !known.has(name));
  if (newer) {
    throw new MigrationError(
      "newer-schema",
      `The database was written by a newer Evenkeel (it has migration ${newer.name}): start that version, or restore a backup made with this one.`,
    );
  }
  const done = new Set(applied.map(({ name }) => name));
  return migrations.filter(({ name }) => !done.has(name));
}

async function readApplied(client: pg.Client): Promise<{ name: string; finished: boolean }[]> {
  const { rows: tables } = await client.query(`SELECT to_regclass('"_prisma_migrations"') AS name`);
  if (tables[0].name === null) return [];
  const { rows } = await client.query<{ name: string; finished: boolean }>(
    `SELECT migration_name AS name, finished_at IS NOT NULL AS finished
       FROM "_prisma_migrations" WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );
  return rows;
}

async function applyMigration(client: pg.Client, { name, sql }: Migration): Promise<void> {
  const checksum = createHash("sha256").update(sql).digest("hex");
  try {
    await client.query("BEGIN");
    await client.query(sql);
    await client.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, finished_at, migration_name, started_at, applied_steps_count)
       VALUES ($1, $2, clock_timestamp(), $3, now(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    const detail = error instanceof Error ? error.message : String(error);
    throw new MigrationError("failed", `Migration ${name} did not run (${detail}); nothing of it was kept.`, {
      cause: error,
    });
  }
}
