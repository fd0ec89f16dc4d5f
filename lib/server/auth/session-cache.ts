import "server-only";
import type { Identity } from "./identify";

/** How long another replica may go on believing in a session that was revoked here. */
const CACHE_MS = 2_000;
const LARGEST_CACHE = 10_000;

interface Entry {
  readonly identity: Identity | null;
  readonly untilMs: number;
}

const shared = globalThis as typeof globalThis & { evenkeelSessions?: Map<string, Entry> };

function entries(): Map<string, Entry> {
  shared.evenkeelSessions ??= new Map();
  return shared.evenkeelSessions;
}

export function cachedSession(sessionId: string, nowMs: number): Identity | null | undefined {
  const entry = entries().get(sessionId);
  return entry && entry.untilMs > nowMs ? entry.identity : undefined;
}

export function cacheSession(sessionId: string, identity: Identity | null, nowMs: number): void {
  if (entries().size >= LARGEST_CACHE) entries().clear();
  entries().set(sessionId, { identity, untilMs: nowMs + CACHE_MS });
}

/** Called after every change of a session or user, so that the next request of this process sees it. */
export function forgetSessions(): void {
  entries().clear();
}
