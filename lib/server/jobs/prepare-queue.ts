import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import { runMigrations } from "graphile-worker";
import type { Pool } from "pg";
import { QUEUE_SCHEMA } from "./queue-jobs";

const TRIES = 20;
const PAUSE_MS = 100;
/** A key, schema, table or other object that somebody else made while we were about to. */
const MADE_BY_ANOTHER = new Set(["23505", "42P06", "42P07", "42710"]);

/** Makes the queue's tables, or brings them up to date, also while another process that starts now does the same. */
export async function prepareQueue(pool: Pool): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await runMigrations({ pgPool: pool, schema: QUEUE_SCHEMA });
    } catch (error) {
      if (tries >= TRIES || !isMadeByAnother(error)) throw error;
      await delay(PAUSE_MS);
    }
  }
}

function isMadeByAnother(error: unknown): boolean {
  return error instanceof Error && "code" in error && MADE_BY_ANOTHER.has(String(error.code));
}
