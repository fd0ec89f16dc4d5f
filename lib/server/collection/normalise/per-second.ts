import "server-only";

/** Above this, an elapsed time says nothing about now any more. */
const LONGEST_GAP_SECONDS = 300;

/** One terabit a second: no host does more, so a counter that jumps this far was set anew. */
const HIGHEST_PER_SECOND = 125e9;

/**
 * The rate of a counter between two readings, in units a second. Null when either is not known, when the counter ran
 * backwards (a restart or a migration) or jumped further than any host can, when no time passed or too much.
 */
export function perSecond(
  now: number | null,
  then: number | null,
  elapsedSeconds: number | null,
): number | null {
  if (now === null || then === null || elapsedSeconds === null) return null;
  if (elapsedSeconds <= 0 || elapsedSeconds > LONGEST_GAP_SECONDS || now < then) return null;
  const rate = (now - then) / elapsedSeconds;
  return rate > HIGHEST_PER_SECOND ? null : rate;
}
