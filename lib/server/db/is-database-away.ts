import "server-only";

/** Prisma's codes for a server out of reach, too slow, or gone in mid-sentence, and for a pool without a connection. */
const PRISMA_CODES = new Set(["P1001", "P1002", "P1008", "P1017", "P2024"]);
const WORDS =
  /^Can't reach database server|^Connection terminated|^timeout exceeded when trying to connect|has encountered a connection error/m;

/** Whether a query failed because the database is down, starting up or out of reach, and not for what it asked. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  // Class 08 is "connection exception", 57P is a server that shuts down or starts up.
  if (PRISMA_CODES.has(code) || /^(08|57P)/.test(code)) return true;
  const isRefusedConnection = "syscall" in error && error.syscall === "connect";
  return isRefusedConnection || WORDS.test(error.message);
}
