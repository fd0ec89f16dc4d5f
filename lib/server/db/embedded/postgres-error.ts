import "server-only";

/** Why the built-in PostgreSQL does not run; the message is one sentence for the operator. */
export class PostgresError extends Error {
  readonly reason: "unavailable" | "disk-full" | "permission" | "other-version" | "failed";

  constructor(reason: PostgresError["reason"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "PostgresError";
    this.reason = reason;
  }
}

/** The error behind what PostgreSQL wrote before it gave up. */
export function postgresErrorFrom(doing: string, output: string): PostgresError {
  if (/No space left on device|Disk quota exceeded/.test(output)) {
    return new PostgresError("disk-full", `The disk is full: PostgreSQL could not ${doing}.`);
  }
  const fatal = /(?:FATAL|PANIC|error):\s*(.+)/.exec(output)?.[1] ?? output.trim().split("\n").at(-1) ?? "";
  const reason = /Permission denied|Read-only file system/.test(output) ? "permission" : "failed";
  return new PostgresError(reason, `PostgreSQL could not ${doing}: ${fatal || "it gave no reason"}.`);
}
