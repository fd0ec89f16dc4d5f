import "server-only";

export interface ReadingCacheUse {
  readonly hits: number;
  readonly misses: number;
}

// Jobs and route handlers are separate bundles of one process; the counters are one.
const registry = globalThis as typeof globalThis & {
  evenkeelReadingCacheUse?: Record<"hits" | "misses", number>;
};
registry.evenkeelReadingCacheUse ??= { hits: 0, misses: 0 };
const counters = registry.evenkeelReadingCacheUse;

/** Counts one look at a cluster's newest reading. */
export function countReadingCache(what: "hits" | "misses"): void {
  counters[what] += 1;
}

/** How often this process had the newest reading at hand, and how often it read it from the database. */
export function readReadingCacheUse(): ReadingCacheUse {
  return { ...counters };
}
