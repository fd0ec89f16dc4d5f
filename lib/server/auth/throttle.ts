import "server-only";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { pool } from "@/lib/server/db/pool";
import { AppError } from "@/lib/server/http/app-error";

const FIRST_WAIT_SECONDS = 15;
const MEMORY_SECONDS = 24 * 3_600;

/** One thing whose failed tries are counted together, such as a user name or a network address. */
export interface ThrottleKey {
  readonly key: string;
  /** Tries that cost no wait. */
  readonly freeTries: number;
  readonly longestWaitSeconds: number;
}

/**
 * Counts a try before it is made, so that many at once cannot slip through together. From the last free one on, each
 * locks the key for a wait that doubles.
 *
 * @throws AppError `too_many_requests` that says when to try again; such a refusal is not counted
 */
export async function admitTry(keys: readonly ThrottleKey[]): Promise<void> {
  const { failures, locks } = limiters();
  for (const { key } of keys) {
    const lock = await locks.get(key);
    if (lock && lock.consumedPoints > 0 && lock.msBeforeNext > 0) throw tooMany(lock.msBeforeNext);
  }
  for (const { key, freeTries, longestWaitSeconds } of keys) {
    const { consumedPoints } = await failures.penalty(key, 1);
    if (consumedPoints < freeTries) continue;
    const wait = Math.min(
      FIRST_WAIT_SECONDS * 2 ** Math.min(consumedPoints - freeTries, 20),
      longestWaitSeconds,
    );
    await locks.consume(key, 1, { customDuration: wait }).catch(refuse);
  }
}

/** The last try was right: forgets the failures of `own` and takes the try back from `shared`. */
export async function forgiveTry(own: readonly string[], shared: readonly string[] = []): Promise<void> {
  const { failures, locks } = limiters();
  for (const key of own) {
    await failures.delete(key);
    await locks.delete(key);
  }
  for (const key of shared) {
    await failures.reward(key, 1);
    await locks.delete(key);
  }
}

function refuse(reason: unknown): never {
  if (reason instanceof RateLimiterRes) throw tooMany(reason.msBeforeNext);
  throw reason;
}

function tooMany(waitMs: number): AppError {
  const seconds = Math.ceil(waitMs / 1000);
  const message = `Too many failed tries. Try again in ${wording(seconds)}.`;
  return new AppError("too_many_requests", message, [], seconds);
}

function wording(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min${seconds % 60 > 0 ? ` ${seconds % 60} s` : ""}`;
}

function limiters() {
  const options = {
    storeClient: pool(),
    storeType: "pool",
    tableName: "rate_limit",
    tableCreated: true,
    clearExpiredByTimeout: false,
  };
  return {
    failures: new RateLimiterPostgres({
      ...options,
      keyPrefix: "failures",
      points: Number.MAX_SAFE_INTEGER,
      duration: MEMORY_SECONDS,
    }),
    locks: new RateLimiterPostgres({
      ...options,
      keyPrefix: "lock",
      points: 1,
      duration: FIRST_WAIT_SECONDS,
    }),
  };
}
