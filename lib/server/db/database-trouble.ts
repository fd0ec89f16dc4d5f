import "server-only";
import pg from "pg";
import { env } from "@/lib/server/env";
import { childLog } from "@/lib/server/log";
import { isDatabaseAway } from "./is-database-away";
import { isDatabaseFull } from "./is-database-full";

export interface DatabaseTrouble {
  readonly kind: "away" | "full";
  readonly sinceMs: number;
}

interface Watch {
  trouble: DatabaseTrouble | null;
  isAsking: boolean;
}

const PROBE_MS = 1_000;
const PROBE_TIMEOUT_MS = 5_000;

/** Needs a few megabytes on the disk, as the next readings do; nothing of it stays. */
const WRITE_PROBE = `CREATE TEMP TABLE evenkeel_probe ON COMMIT DROP AS
  SELECT repeat('x', 1000) AS x FROM generate_series(1, 4000)`;

// Next.js bundles instrumentation and routes apart; the database is one.
const shared = globalThis as typeof globalThis & { evenkeelDatabaseWatch?: Watch };

function watch(): Watch {
  shared.evenkeelDatabaseWatch ??= { trouble: null, isAsking: false };
  return shared.evenkeelDatabaseWatch;
}

/** What is wrong with the database just now; null when nothing is known to be. */
export function databaseTrouble(): DatabaseTrouble | null {
  return watch().trouble;
}

/** Whether the database is in trouble, or is being asked whether it is. */
export function isDatabaseInDoubt(): boolean {
  return watch().isAsking;
}

/**
 * Takes note when an error tells that the database is away or its disk full. Its beginning and its end are one line
 * of the log each; the database is asked until it is well again.
 *
 * @returns whether the error tells that, so that nobody need complain of it again
 */
export function noteDatabaseError(error: unknown): boolean {
  const kind = isDatabaseFull(error) ? "full" : isDatabaseAway(error) ? "away" : null;
  if (kind === null) return false;
  const current = watch();
  // One lost connection may be all that there is: only a database that does not answer is away.
  if (kind === "full") enter("full", error);
  if (!current.isAsking) {
    current.isAsking = true;
    askLater(0, error);
  }
  return true;
}

function askLater(delayMs: number, reason: unknown): void {
  setTimeout(() => void ask(reason), delayMs).unref();
}

async function ask(reason: unknown): Promise<void> {
  const current = watch();
  try {
    await probe(current.trouble?.kind === "full");
    leave();
    current.isAsking = false;
  } catch (error) {
    // A server whose disk is full may go down over it: it stays full.
    if (current.trouble?.kind !== "full") enter(isDatabaseFull(error) ? "full" : "away", reason);
    askLater(PROBE_MS, reason);
  }
}

async function probe(mustWrite: boolean): Promise<void> {
  const client = new pg.Client({
    connectionString: env.DATABASE_URL,
    connectionTimeoutMillis: PROBE_TIMEOUT_MS,
    query_timeout: PROBE_TIMEOUT_MS,
    application_name: "evenkeel probe",
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query(mustWrite ? WRITE_PROBE : "SELECT 1");
  } finally {
    await client.end().catch(() => undefined);
  }
}

function enter(kind: DatabaseTrouble["kind"], error: unknown): void {
  const current = watch();
  if (current.trouble?.kind === kind) return;
  current.trouble = { kind, sinceMs: current.trouble?.sinceMs ?? Date.now() };
  const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
  const why = error instanceof Error ? error.message : String(error);
  childLog("database").warn({ code, why }, DATABASE_TROUBLE_SENTENCES[kind]);
}

function leave(): void {
  const current = watch();
  if (current.trouble === null) return;
  const seconds = Math.round((Date.now() - current.trouble.sinceMs) / 1_000);
  const sentence =
    current.trouble.kind === "full" ? "the database can write again" : "the database answers again";
  current.trouble = null;
  childLog("database").info({ seconds }, sentence);
}

/** For operators, in the log, in health and on pages. */
export const DATABASE_TROUBLE_SENTENCES: Readonly<Record<DatabaseTrouble["kind"], string>> = {
  away: "The database cannot be reached. Evenkeel goes on by itself as soon as it is back.",
  full: "The database's disk is full. New readings cannot be kept until there is space; then what is missing is filled in.",
};
