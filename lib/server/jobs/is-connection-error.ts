import "server-only";

const SYSTEM_CODES = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOENT"]);

/** Whether the database was out of reach, so that the same statement may well succeed a moment later. */
export function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  // Class 08 is "connection exception", 57P is a server that shuts down or starts up.
  if (SYSTEM_CODES.has(code) || code.startsWith("08") || code.startsWith("57P")) return true;
  return /connection (was )?terminated|connection timeout|timeout exceeded when trying to connect/i.test(
    error.message,
  );
}
