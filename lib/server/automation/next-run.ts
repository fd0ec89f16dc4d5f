import "server-only";

const MINUTE_MS = 60_000;

/** Runs begin with the minute, and a timer may ring a little early or late. */
const EARLY_MS = 30_000;

/** Whether an interval has passed since the last run that began by itself; true before the first. */
export function isRunDue(lastStartMs: number | null, intervalMinutes: number, nowMs: number): boolean {
  return lastStartMs === null || nowMs >= lastStartMs + intervalMinutes * MINUTE_MS - EARLY_MS;
}

/** The minute in which the next run begins, Unix milliseconds. */
export function nextRunMs(lastStartMs: number | null, intervalMinutes: number, nowMs: number): number {
  const earliest = lastStartMs === null ? nowMs : lastStartMs + intervalMinutes * MINUTE_MS - EARLY_MS;
  return Math.ceil(Math.max(nowMs, earliest) / MINUTE_MS) * MINUTE_MS;
}
