import "server-only";
import { pool as databasePool } from "@/lib/server/db/pool";

/** The pool, for the embedded runner: only this shelf may reach the database's own. */
export const pool = databasePool;
