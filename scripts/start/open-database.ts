import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { applyMigrations } from "@/lib/server/db/apply-migrations";
import { keepPostgres } from "@/scripts/start/keep-postgres";
import { errorCode, LaunchError } from "@/scripts/start/launch-error";
import { makeSecret } from "@/scripts/start/make-secret";

const DATABASE = "evenkeel";
const OLDEST_VERSION = 15;
const STARTING_UP = "57P03";
const STARTING_UP_PATIENCE_MS = 30_000;

export interface OpenDatabase {
  readonly url: string;
  /** Rejects when a PostgreSQL of ours ends and cannot be started again; never for one that is somebody else's. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** The database of DATABASE_URL, or else the built-in one in the data directory, started and kept running. */
export async function openDatabase(
  given: string | undefined,
  dataDirectory: string,
  warn: (line: string) => void,
): Promise<OpenDatabase> {
  if (given) {
    await checkServer(given);
    return { url: given, ended: new Promise(() => undefined), stop: async () => undefined };
  }
  const password = await makeSecret(path.join(dataDirectory, "secrets/postgres-password"));
  const server = await keepPostgres({ directory: path.join(dataDirectory, "postgres"), password }, warn);
  try {
    await createDatabase(server.url);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { url: server.urlOf(DATABASE), ended: server.ended, stop: server.stop };
}

/** Brings the database to this version's schema. */
export async function migrateDatabase(url: string, root: string): Promise<void> {
  try {
    await applyMigrations(url, path.join(root, "prisma/migrations"));
  } catch (error) {
    throw explain(error, url);
  }
}

async function createDatabase(maintenanceUrl: string): Promise<void> {
  await withClient(maintenanceUrl, async (client) => {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  });
}

async function checkServer(url: string): Promise<void> {
  const until = Date.now() + STARTING_UP_PATIENCE_MS;
  for (;;) {
    try {
      return await withClient(url, async (client) => {
        const { rows } = await client.query<{ server_version_num: string }>("SHOW server_version_num");
        const version = Math.floor(Number(rows[0]?.server_version_num) / 10_000);
        if (version >= OLDEST_VERSION) return;
        throw new LaunchError(
          "database",
          `DATABASE_URL names a PostgreSQL ${version}; Evenkeel needs ${OLDEST_VERSION} or newer.`,
        );
      });
    } catch (error) {
      if (errorCode(error) !== STARTING_UP || Date.now() > until) throw explain(error, url);
      await delay(250);
    }
  }
}

async function withClient<Result>(url: string, use: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function explain(cause: unknown, url: string): unknown {
  if (cause instanceof LaunchError) return cause;
  const { hostname, port, username, pathname } = new URL(url);
  const server = `${hostname || "localhost"}:${port || 5432}`;
  const database = decodeURIComponent(pathname.slice(1));
  const sentence = sentenceFor(errorCode(cause), server, decodeURIComponent(username), database);
  if (sentence) return new LaunchError("database", sentence, { cause });
  if (cause instanceof Error && /timeout|ssl/i.test(cause.message)) {
    return new LaunchError(
      "database",
      `The database server ${server} of DATABASE_URL failed: ${cause.message}.`,
      {
        cause,
      },
    );
  }
  return cause;
}

function sentenceFor(code: string, server: string, user: string, database: string): string | null {
  switch (code) {
    case "ECONNREFUSED":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "ETIMEDOUT":
    case "ECONNRESET":
      return `No database answers at ${server}, which DATABASE_URL names (${code}).`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `DATABASE_URL names the host of ${server}, which is not known.`;
    case "28P01":
    case "28000":
      return `The database at ${server} refuses the user "${user}" of DATABASE_URL or its password.`;
    case "3D000":
      return `The database "${database}" of DATABASE_URL does not exist at ${server}: create it with "createdb ${database}".`;
    case "42501":
      return `The user "${user}" of DATABASE_URL may not create tables in the database "${database}": make it the owner.`;
    case STARTING_UP:
      return `The database at ${server} is still starting up.`;
    case "53300":
      return `The database at ${server} has no free connection.`;
    default:
      return null;
  }
}
