import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type { Snapshot } from "@/lib/inventory/snapshot";
import { findConnection } from "@/lib/server/clusters/find-connection";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import { countingTransport } from "@/lib/server/proxmox/counting-transport";
import { isAboutTheConnection, type PveError } from "@/lib/server/proxmox/pve-error";
import { atLeast } from "@/lib/server/proxmox/pve-version";
import { shareOfCallsLeft, transportFor } from "@/lib/server/proxmox/transport-registry";
import { UnsealError } from "@/lib/server/secrets/seal";
import { readSettings } from "@/lib/server/settings/read-settings";
import { collectionSettingsFrom } from "@/lib/settings/collection-settings";
import { type BackfillState, finishBackfill, openBackfill, saveBackfillState } from "./backfill-state";
import { fillHistory } from "./fill-history";
import { type RrdObject, rrdObjects, type Timeframe } from "./rrd-requests";
import { withClusterLock } from "./with-cluster-lock";

export interface BackfillOutcome {
  /** Nothing is left to do now; what failed is tried again when this is called the next time. */
  readonly done: boolean;
  readonly calls: number;
}

interface Step {
  readonly key: string;
  readonly object: RrdObject;
  readonly timeframes: readonly Timeframe[];
}

const MOST_CALLS = 40;
/** Of the cluster's budget, so that the readings themselves never wait. */
const SHARE_OF_BUDGET = 0.4;
/** Less of the minute's calls than this is left alone: readings that had to ask twice need them. */
const SHARE_LEFT_TO_READINGS = 0.45;
const LOOK_AGAIN_MS = 1_000;
const DAY_MS = 24 * 3_600_000;
const HOUR_MS = 3_600_000;

/**
 * Fills in a slice of a cluster's history from PVE's own records: on first contact all that there is, after a gap
 * what it covers. To be called again until it is done; it goes on where it stopped, also in another process.
 */
export async function backfillCluster(clusterId: string): Promise<BackfillOutcome> {
  const outcome = await withClusterLock("backfill", clusterId, () => fillSlice(clusterId));
  return outcome ?? { done: true, calls: 0 };
}

async function fillSlice(clusterId: string): Promise<BackfillOutcome> {
  const nothing = { done: true, calls: 0 };
  const snapshot = (await readSnapshot(clusterId))?.snapshot;
  const stored = await openConnection(clusterId);
  if (!snapshot || !stored) return nothing;
  const state = await openBackfill(clusterId, Date.now());
  if (!state) return nothing;
  const limits = collectionSettingsFrom(await readSettings(clusterId));
  const transport = countingTransport(
    transportFor(stored, {
      callsPerMinute: limits.callsPerMinute,
      parallelCallsPerNode: limits.parallelRequestsPerNode,
    }),
  );
  const pauseMs = 60_000 / (limits.callsPerMinute * SHARE_OF_BUDGET);
  let current = state;
  for (const { key, object, timeframes } of stepsOf(snapshot, state)) {
    if (transport.calls() + timeframes.length > MOST_CALLS) {
      await saveBackfillState(clusterId, current);
      return { done: false, calls: transport.calls() };
    }
    while (shareOfCallsLeft(stored.id) < SHARE_LEFT_TO_READINGS) await sleep(LOOK_AGAIN_MS);
    const startedAt = performance.now();
    const failure = await fillHistory({ ...current, transport, object, timeframes });
    if (failure !== null && stopsBackfill(failure)) {
      await saveBackfillState(clusterId, current);
      return { done: true, calls: transport.calls() };
    }
    current = { ...current, done: key };
    await sleep(Math.max(0, pauseMs * timeframes.length - (performance.now() - startedAt)));
  }
  const hasMore = await finishBackfill(clusterId, current);
  return { done: !hasMore, calls: transport.calls() };
}

/** The newest day of every object first, then the rest; within that in a fixed order, so that it can be resumed. */
function stepsOf(snapshot: Snapshot, { fromMs, untilMs, done }: BackfillState): readonly Step[] {
  const minuteDay = atLeast(snapshot.pveVersion, "9.0");
  const isShort = fromMs !== null && untilMs - fromMs < HOUR_MS;
  const recent: readonly Timeframe[] = isShort ? ["hour"] : minuteDay ? ["day"] : ["hour", "day"];
  const isLong = fromMs === null || untilMs - fromMs > DAY_MS;
  const passes: readonly (readonly Timeframe[])[] = isLong ? [recent, ["week", "month", "year"]] : [recent];
  const objects = rrdObjects(snapshot).filter(({ objectId }) => objectId !== null);
  return passes
    .flatMap((timeframes, pass) =>
      objects.map((object) => ({ key: keyOf(pass, object), object, timeframes })),
    )
    .filter(({ key }) => key > done)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

const ORDER = { node: 0, storage: 1, guest: 2 } as const;

function keyOf(pass: number, { kind, objectId }: RrdObject): string {
  return `${pass}/${ORDER[kind]}/${String(objectId).padStart(10, "0")}`;
}

/** One object that PVE cannot tell of is left out; a cluster that does not answer ends the filling-in for now. */
function stopsBackfill({ kind }: PveError): boolean {
  return isAboutTheConnection(kind) || kind === "token_invalid" || kind === "budget_exhausted";
}

async function openConnection(clusterId: string) {
  try {
    const stored = await findConnection(clusterId);
    return stored && !stored.paused ? stored.connection : null;
  } catch (error) {
    if (error instanceof UnsealError) return null;
    throw error;
  }
}
