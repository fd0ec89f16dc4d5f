import "server-only";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** The migrations of a folder in Prisma's layout (`<time>_<name>/migration.sql`), oldest first. */
export async function readMigrations(folder: string): Promise<readonly Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(
    names
      .sort()
      .map(async (name) => ({ name, sql: await readFile(path.join(folder, name, "migration.sql"), "utf8") })),
  );
}
