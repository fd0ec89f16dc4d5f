import "server-only";

export interface ReadingTime {
  readonly atMs: number;
  readonly durationMs: number;
  readonly apiCalls: number;
  readonly failed: boolean;
}

const WINDOW_MS = 3_600_000;

// Jobs and route handlers are separate bundles of one process; what they know is one.
const registry = globalThis as typeof globalThis & { evenkeelReadingTimes?: Map<string, ReadingTime[]> };
registry.evenkeelReadingTimes ??= new Map();
const times = registry.evenkeelReadingTimes;

/** Remembers how long one reading of a cluster took. */
export function noteReadingTime(clusterId: string, reading: ReadingTime): void {
  const known = times.get(clusterId) ?? [];
  times.set(clusterId, known);
  forgetOld(known, reading.atMs);
  known.push(reading);
}

/** The readings that this process made in the last hour, the newest last. */
export function readReadingTimes(clusterId: string, nowMs = Date.now()): readonly ReadingTime[] {
  const known = times.get(clusterId) ?? [];
  forgetOld(known, nowMs);
  return [...known];
}

function forgetOld(known: ReadingTime[], nowMs: number): void {
  let old = 0;
  while (old < known.length && (known[old]?.atMs ?? 0) <= nowMs - WINDOW_MS) old += 1;
  if (old > 0) known.splice(0, old);
}
