import "server-only";
import { z } from "zod";

/**
 * Prisma's codes for a server out of reach, too slow, or gone in mid-sentence, for a pool without a connection, and for a transaction that
 * lost its own.
 */
const PRISMA_CODES = new Set(["P1001", "P1002", "P1008", "P1017", "P2024", "P2028"]);
/** Class 08 is "connection exception", 57P is a server that shuts down or starts up. */
const SERVER_CODES = /^(08|57P)/;
const WORDS =
  /^Can't reach database server|^Connection terminated|^timeout exceeded when trying to connect|has encountered a connection error/m;

const code = z.string().nullish();
/** Where Prisma keeps what the driver said, when it has no code of its own for it. */
const driverError = z.object({
  meta: z.object({
    driverAdapterError: z.object({ cause: z.object({ originalCode: code, code }) }),
  }),
});

/** Whether a query failed because the database is down, starting up or out of reach, and not for what it asked. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const ownCode = "code" in error ? String(error.code) : "";
  if (PRISMA_CODES.has(ownCode) || SERVER_CODES.test(ownCode)) return true;
  if (SERVER_CODES.test(codeOfDriver(error))) return true;
  const isRefusedConnection = "syscall" in error && error.syscall === "connect";
  return isRefusedConnection || WORDS.test(error.message);
}

function codeOfDriver(error: Error): string {
  const { data } = driverError.safeParse(error);
  const cause = data?.meta.driverAdapterError.cause;
  return cause?.originalCode ?? cause?.code ?? "";
}
