const FIRST_MS = 5_000;
const LONGEST_MS = 600_000;

/**
 * How long to wait before try number `attempt` (1 is the first repeat): doubling from 5 s to 10 min, up to a
 * tenth more or less so that what failed together does not come back together.
 */
export function retryDelayMs(attempt: number): number {
  const delay = Math.min(FIRST_MS * 2 ** (attempt - 1), LONGEST_MS);
  return Math.round(delay * (0.9 + Math.random() * 0.2));
}
