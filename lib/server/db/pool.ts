import "server-only";
import pg from "pg";
import { env } from "@/lib/server/env";
import { WatchedClient } from "./watched-client";

const LARGEST_POOL = 20;

// Next.js bundles instrumentation and routes apart: what a module holds would exist twice.
const shared = globalThis as typeof globalThis & { evenkeelPool?: pg.Pool };

/** The process's one pool of PostgreSQL connections, made at its first use. Sessions run in UTC. */
export function pool(): pg.Pool {
  shared.evenkeelPool ??= createPool(env.DATABASE_URL);
  return shared.evenkeelPool;
}

/** Ends the pool; a later {@link pool} makes a new one. */
export async function closePool(): Promise<void> {
  const current = shared.evenkeelPool;
  shared.evenkeelPool = undefined;
  await current?.end();
}

function createPool(connectionString: string): pg.Pool {
  const created = new pg.Pool({
    Client: WatchedClient,
    connectionString,
    max: LARGEST_POOL,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    application_name: "evenkeel",
    options: "-c TimeZone=UTC",
  });
  // Without a listener the loss of an idle connection would end the process; the client itself has told of it.
  created.on("error", () => undefined);
  return created;
}
