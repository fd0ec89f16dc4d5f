import "server-only";
import type { Snapshot } from "@/lib/inventory/snapshot";
import { unreadGuests } from "@/lib/inventory/unread-guests";
import { connectionProblemOf } from "@/lib/server/clusters/connection-problem-of";
import { findConnection, type StoredConnection } from "@/lib/server/clusters/find-connection";
import { isDatabaseFull } from "@/lib/server/db/is-database-full";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import { lostReadings } from "@/lib/server/live/stored-reading";
import { PveError } from "@/lib/server/proxmox/pve-error";
import { transportFor } from "@/lib/server/proxmox/transport-registry";
import { UnsealError } from "@/lib/server/secrets/seal";
import { readSettings } from "@/lib/server/settings/read-settings";
import { collectionSettingsFrom } from "@/lib/settings/collection-settings";
import { noteReachable, noteUnreachable } from "./connection-state";
import { findLastSampled, noteHistoryGap, noteSampled } from "./history-gap";
import { readCluster } from "./read-cluster";
import type { LastTried } from "./reading-state";
import { noteReadingTime } from "./reading-times";
import { storeReading } from "./store-reading";
import { withClusterLock } from "./with-cluster-lock";

export interface CollectionOutcome {
  readonly outcome: "stored" | "not-due" | "locked" | "failed";
  readonly sequence?: number;
  readonly apiCalls: number;
  readonly durationMs: number;
  /** Readings are missing before this one: `backfillCluster` has something to do. */
  readonly historyGap?: boolean;
  /** Guests whose configuration has not been asked for yet: a reading asks for a few at a time. */
  readonly unreadGuests?: number;
  /** Code of the connection's problem. */
  readonly problem?: string;
}

export interface CollectionOptions {
  /** Read now, even if the interval is not over. */
  readonly force?: boolean;
}

const LOST_READING_HOLDS_MS = 10 * 60_000;

const lastTried = new Map<string, LastTried>();

/**
 * Reads one cluster once: reading, normalising, naming, comparing, scoring, storing. A cluster that cannot be read is
 * an outcome, recorded with its reason; what it throws is a failure of our own, such as a lost database.
 */
export async function collectCluster(
  clusterId: string,
  options: CollectionOptions = {},
): Promise<CollectionOutcome> {
  const startedAt = performance.now();
  const finish = (rest: Omit<CollectionOutcome, "durationMs">): CollectionOutcome => ({
    ...rest,
    durationMs: Math.round(performance.now() - startedAt),
  });
  const outcome = await withClusterLock("collect", clusterId, () => collectLocked(clusterId, options));
  const result = finish(outcome ?? { outcome: "locked", apiCalls: 0 });
  const { durationMs, apiCalls } = result;
  const failed = result.outcome === "failed";
  if (failed || result.outcome === "stored")
    noteReadingTime(clusterId, { atMs: Date.now(), durationMs, apiCalls, failed });
  return result;
}

type Outcome = Omit<CollectionOutcome, "durationMs">;

async function collectLocked(clusterId: string, { force = false }: CollectionOptions): Promise<Outcome> {
  const nowMs = Date.now();
  const stored = await openConnection(clusterId, nowMs);
  if (stored === "sealed") return { outcome: "failed", apiCalls: 0, problem: "token_invalid" };
  if (stored === null || stored.paused) return { outcome: "not-due", apiCalls: 0 };
  const settings = await readSettings(clusterId);
  const limits = collectionSettingsFrom(settings);
  const intervalMs = (stored.intervalSeconds ?? limits.intervalSeconds) * 1_000;
  const newest = (await readSnapshot(clusterId))?.snapshot ?? null;
  const previous = newest ?? findLostReading(clusterId, nowMs);
  if (!force && newest && isTooEarly(newest, nowMs, intervalMs)) return { outcome: "not-due", apiCalls: 0 };
  try {
    const { snapshot, apiCalls } = await readCluster({
      clusterId,
      transport: transportFor(stored.connection, {
        callsPerMinute: limits.callsPerMinute,
        parallelCallsPerNode: limits.parallelRequestsPerNode,
      }),
      previous,
      readAtMs: nowMs,
      detailsTimeoutMs: Math.min(Math.max(intervalMs * 0.8, 4_000), 15_000),
      lastTried: lastTriedOf(clusterId),
    });
    // A crash of the database that took the newest reading took the newest samples too.
    const previousAtMs = newest?.readAtMs ?? null;
    const lastAtMs = await findLastSampled({ clusterId, previousAtMs, nowMs, intervalMs });
    const { sequence, hasSamples } = await storeReading(snapshot, previous, settings);
    await noteReachable(stored.connection, nowMs);
    if (!hasSamples) return { outcome: "failed", apiCalls, problem: "database_full" };
    const unread = unreadGuests(snapshot).length;
    const historyGap = await noteHistoryGap(clusterId, lastAtMs, nowMs, intervalMs);
    noteSampled(clusterId, nowMs);
    return {
      outcome: "stored",
      apiCalls,
      ...(sequence === null ? {} : { sequence }),
      ...(historyGap ? { historyGap } : {}),
      ...(unread > 0 ? { unreadGuests: unread } : {}),
    };
  } catch (error) {
    return noteFailure(error, stored, nowMs);
  }
}

/** What a crash of the database took from it need not all be asked for again by whoever still has it. */
function findLostReading(clusterId: string, nowMs: number): Snapshot | null {
  const lost = lostReadings().get(clusterId)?.snapshot ?? null;
  return lost && Math.abs(nowMs - lost.readAtMs) < LOST_READING_HOLDS_MS ? lost : null;
}

async function noteFailure(error: unknown, stored: StoredConnection, nowMs: number): Promise<Outcome> {
  if (isDatabaseFull(error)) return { outcome: "failed", apiCalls: 0, problem: "database_full" };
  if (!(error instanceof PveError)) throw error;
  const problem = connectionProblemOf(error, nowMs);
  await noteUnreachable(stored.connection, problem);
  return { outcome: "failed", apiCalls: error.attempts, problem: problem.code };
}

/** A clock that was set back must not stop the readings until it has caught up. */
function isTooEarly(previous: Snapshot, nowMs: number, intervalMs: number): boolean {
  const ageMs = nowMs - previous.readAtMs;
  return ageMs > -5_000 && ageMs < intervalMs - 1_000;
}

async function openConnection(clusterId: string, nowMs: number): Promise<StoredConnection | "sealed" | null> {
  try {
    return await findConnection(clusterId);
  } catch (error) {
    if (!(error instanceof UnsealError)) throw error;
    await noteUnreachable(
      { id: clusterId, name: "The cluster" },
      { code: "token_invalid", message: error.message, sinceMs: nowMs },
    );
    return "sealed";
  }
}

function lastTriedOf(clusterId: string): LastTried {
  const known = lastTried.get(clusterId) ?? new Map<string, number>();
  lastTried.set(clusterId, known);
  return known;
}
