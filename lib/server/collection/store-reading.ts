import "server-only";
import { compareSnapshots } from "@/lib/inventory/compare-snapshots";
import type { InventoryEvent } from "@/lib/inventory/inventory-event";
import { markFullStorages } from "@/lib/inventory/mark-full-storages";
import type { Snapshot } from "@/lib/inventory/snapshot";
import { scoreCluster } from "@/lib/scoring/score-cluster";
import { scoringSettingsFrom } from "@/lib/scoring/scoring-settings";
import { isDatabaseFull } from "@/lib/server/db/is-database-full";
import { storeSnapshot } from "@/lib/server/live/store-snapshot";
import { readHourlyReadings } from "@/lib/server/metrics/read-hourly-readings";
import { writeSamples } from "@/lib/server/metrics/write-samples";
import { identifyObjects } from "./identity/identify-objects";
import { recordEvents } from "./record-events";

export interface StoredParts {
  /** Null when the newest snapshot stays the one before. */
  readonly sequence: number | null;
  /** False when the database's disk had no space for them. */
  readonly hasSamples: boolean;
}

const MOST_EVENTS_KEPT = 1_000;

/** Events for which the database had no space; they are recorded with the next reading that finds some. */
const waitingEvents = new Map<string, readonly InventoryEvent[]>();

/**
 * Names, compares, scores and stores one reading. On a full disk every part that finds space is stored: what is shown
 * goes on, and what is missing of the samples can be filled in later.
 */
export async function storeReading(
  reading: Snapshot,
  previous: Snapshot | null,
  settings: Readonly<Record<string, unknown>>,
): Promise<StoredParts> {
  const identified = await identifyObjects(reading, previous);
  const snapshot = markFullStorages(previous, identified);
  const { clusterId } = snapshot;
  const history = await readHourlyReadings(clusterId, snapshot.readAtMs);
  const scores = scoreCluster({ snapshot, history, settings: scoringSettingsFrom(settings) });

  const happened = previous ? compareSnapshots(previous, snapshot) : [];
  const events = [...(waitingEvents.get(clusterId) ?? []), ...happened];
  const hasEvents = await ifThereIsSpace(() => recordEvents(clusterId, events));
  const hasSamples = await ifThereIsSpace(() => writeSamples(snapshot, scores));
  let sequence: number | null = null;
  const hasSnapshot = await ifThereIsSpace(async () => {
    sequence = (await storeSnapshot(snapshot, scores))?.sequence ?? snapshot.sequence;
  });
  if (hasEvents) waitingEvents.delete(clusterId);
  // Without the snapshot the next reading is compared with the same one, and finds the same events again.
  else if (hasSnapshot) waitingEvents.set(clusterId, events.slice(-MOST_EVENTS_KEPT));
  return { sequence, hasSamples };
}

async function ifThereIsSpace(store: () => Promise<unknown>): Promise<boolean> {
  try {
    await store();
    return true;
  } catch (error) {
    if (!isDatabaseFull(error)) throw error;
    return false;
  }
}
