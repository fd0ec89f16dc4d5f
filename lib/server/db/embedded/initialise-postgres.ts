import "server-only";
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chown, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { PostgresAccount } from "@/lib/server/db/embedded/postgres-account";
import { PostgresError, postgresErrorFrom } from "@/lib/server/db/embedded/postgres-error";
import { SYSTEM_ENVIRONMENT } from "@/lib/server/db/embedded/system-environment";

/** Major version of the programs that come with this version of Evenkeel. */
const MAJOR_VERSION = "18";
export const POSTGRES_USER = "evenkeel";

/**
 * Makes the database files in `directory` unless they are there. They appear whole or not at all: a crash leaves
 * only folders named `<directory>.new-…`, which the next attempt removes.
 */
export async function initialisePostgres(options: {
  readonly initdb: string;
  readonly directory: string;
  readonly account: PostgresAccount;
  readonly password: string;
}): Promise<void> {
  const { directory, account } = options;
  await removeUnfinished(directory);
  if (existsSync(path.join(directory, "PG_VERSION"))) return checkVersion(directory);

  // A name of its own: an initdb whose launcher was killed may still be writing to the one before.
  const folder = `${directory}.new-${randomBytes(6).toString("hex")}`;
  const passwordFile = path.join(folder, "password");
  const unfinished = path.join(folder, "postgres");
  try {
    await mkdir(unfinished, { recursive: true, mode: 0o700 });
    await writeFile(passwordFile, options.password, { mode: 0o600 });
    for (const file of account.owner ? [folder, unfinished, passwordFile] : []) {
      await chown(file, account.owner?.uid ?? 0, account.owner?.gid ?? 0);
    }
    await runInitdb(options.initdb, unfinished, passwordFile, account);
    await rename(unfinished, directory);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function removeUnfinished(directory: string): Promise<void> {
  const parent = path.dirname(directory);
  const names = await readdir(parent);
  for (const name of names.filter((each) => each.startsWith(`${path.basename(directory)}.new-`))) {
    await rm(path.join(parent, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

async function checkVersion(directory: string): Promise<void> {
  const version = (await readFile(path.join(directory, "PG_VERSION"), "utf8")).trim();
  if (version === MAJOR_VERSION) return;
  throw new PostgresError(
    "other-version",
    `The database in ${directory} was made by PostgreSQL ${version} and this version of Evenkeel brings ${MAJOR_VERSION}: restore a backup into a new data directory.`,
  );
}

function runInitdb(
  initdb: string,
  directory: string,
  passwordFile: string,
  { owner, prefix }: PostgresAccount,
): Promise<void> {
  const [file = initdb, ...args] = [
    ...prefix,
    initdb,
    `--pgdata=${directory}`,
    `--username=${POSTGRES_USER}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
  ];
  return new Promise((resolve, reject) => {
    const identity = prefix.length === 0 && owner ? owner : {};
    const child = spawn(file, args, {
      ...identity,
      env: SYSTEM_ENVIRONMENT,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const collect = (chunk: Buffer) => {
      output += chunk;
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.on("error", (error) => reject(postgresErrorFrom("make its files", error.message)));
    child.on("close", (code) =>
      code === 0 ? resolve() : reject(postgresErrorFrom("make its files", output)),
    );
  });
}
