import "server-only";
import type { Logger } from "pino";
import { isDatabaseInDoubt, noteDatabaseError } from "@/lib/server/db/database-trouble";

/** A warning, unless the database is the cause: that is told once, for everybody, where it is noticed. */
export function complainCalmly(log: Logger, error: unknown, sentence: string): void {
  log[noteDatabaseError(error) ? "debug" : "warn"]({ err: error }, sentence);
}

/** For complaints of others that come as text: what they say while the database is in doubt only repeats it. */
export function calmLevel(level: "warn" | "error", error?: unknown): "warn" | "error" | "debug" {
  return noteDatabaseError(error) || isDatabaseInDoubt() ? "debug" : level;
}
