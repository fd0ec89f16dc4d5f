import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applyMigrations } from "@/lib/server/db/apply-migrations";
import { readMigrations } from "@/lib/server/db/read-migrations";
import { schemaDifferences } from "@/lib/server/db/schema-differences";
import { useTestDatabase } from "@/tests/support/database";

const database = useTestDatabase({ migrated: false });
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "evenkeel-migrations-"));
  await cp("prisma/migrations", folder, { recursive: true });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function query<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query<Row>(sql).finally(() => client.end());
  return rows;
}

async function addMigration(name: string, sql: string): Promise<() => Promise<void>> {
  await mkdir(path.join(folder, name));
  await writeFile(path.join(folder, name, "migration.sql"), sql);
  return () => rm(path.join(folder, name), { recursive: true });
}

describe("migrations", () => {
  it("say nothing is missing only once the database has what schema.prisma says", async () => {
    expect(await schemaDifferences(database.url, "prisma/schema.prisma")).toContain('CREATE TABLE "user"');
  });

  it("are applied once, in the order of their names, by two replicas that start together", async () => {
    const names = (await readMigrations(folder)).map(({ name }) => name);
    const applied = await Promise.all([
      applyMigrations(database.url, folder),
      applyMigrations(database.url, folder),
    ]);
    expect(applied.toSorted((a, b) => b.length - a.length)).toEqual([names, []]);
    expect(await applyMigrations(database.url, folder)).toEqual([]);
  });

  it("make exactly what prisma/schema.prisma says (else: npm run db:migration -- NAME)", async () => {
    expect(await schemaDifferences(database.url, "prisma/schema.prisma")).toBe("");
  });

  it("are compared in the schema public only", async () => {
    await query("CREATE SCHEMA elsewhere CREATE TABLE unknown_to_prisma (id int)");
    expect(await schemaDifferences(database.url, "prisma/schema.prisma")).toBe("");
  });

  it("show a column that the database has and schema.prisma does not", async () => {
    await query(`ALTER TABLE "user" ADD COLUMN nickname text`);
    expect(await schemaDifferences(database.url, "prisma/schema.prisma")).toContain(`DROP COLUMN "nickname"`);
    await query(`ALTER TABLE "user" DROP COLUMN nickname`);
  });

  it("keep nothing of one that fails half-way, and go on once it is mended", async () => {
    const remove = await addMigration("20990101000000_broken", "CREATE TABLE half (id int); SELECT 1 / 0;");
    await expect(applyMigrations(database.url, folder)).rejects.toThrow(
      "Migration 20990101000000_broken did not run (division by zero); nothing of it was kept.",
    );
    expect(await query("SELECT to_regclass('half') AS name")).toEqual([{ name: null }]);
    await remove();
    expect(await applyMigrations(database.url, folder)).toEqual([]);
  });

  it("refuse a database that a newer version has written, in one sentence, and change nothing", async () => {
    const remove = await addMigration("20990101000001_from_the_future", "CREATE TABLE future (id int);");
    await applyMigrations(database.url, folder);
    await remove();
    await expect(applyMigrations(database.url, folder)).rejects.toThrow(
      /^The database was written by a newer Evenkeel \(it has migration 20990101000001_from_the_future\): [^.]*\.$/,
    );
    expect(await query("SELECT count(*)::int AS rows FROM future")).toEqual([{ rows: 0 }]);
    await query(`DELETE FROM "_prisma_migrations" WHERE migration_name = '20990101000001_from_the_future'`);
  });

  it("refuse a database where the Prisma CLI left one unfinished", async () => {
    await query(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name) VALUES ('x', '', '2098_half')`,
    );
    await expect(applyMigrations(database.url, folder)).rejects.toThrow("npx prisma migrate resolve");
  });
});
