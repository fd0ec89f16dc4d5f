import "server-only";

const DISK_FULL = "53100";
const WORDS = /No space left on device|Disk quota exceeded/;

/** Whether a query failed because the database's disk has no space left. */
export function isDatabaseFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ("code" in error && error.code === DISK_FULL) return true;
  return WORDS.test(error.message) || isDatabaseFull(error.cause);
}
