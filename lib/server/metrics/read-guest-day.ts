import "server-only";
import { pool } from "@/lib/server/db/pool";
import { type ClusterProgress, readProgress } from "./cluster-progress";
import { METRIC_LAYOUT } from "./metric-layout";
import { type ObjectTracks, readEntries } from "./read-entries";
import { floorTo, HOUR_MS } from "./sample-tables";

const HOURS = 24;
/** So many guests are read at a time; between them the process answers others. */
const BATCH = 250;
const COLUMNS = ["cpuFraction", "memoryHostBytes", "memoryUsedBytes"] as const;
const METRICS = COLUMNS.map((column) => METRIC_LAYOUT.guest.findIndex(({ name }) => name === column));

/** What a guest did in one hour; null where nothing was read. */
export interface GuestHour {
  readonly atMs: number;
  /** Of the virtual CPUs that it had then. */
  readonly cpuFraction: number | null;
  /** As the host sees it, else as the guest does. */
  readonly memoryBytes: number | null;
}

interface GuestDay {
  /** Exclusive end of the hours that were read. */
  readonly untilMs: number;
  readonly readings: ReadonlyMap<number, readonly GuestHour[]>;
}

const shared = globalThis as typeof globalThis & { evenkeelGuestDays?: Map<string, GuestDay> };

/**
 * The whole hours of the last day of every guest of a cluster, by the guest's number in the database: averages. Each
 * hour is read once per process, when it is over.
 */
export async function readGuestDay(
  clusterId: string,
  nowMs: number,
): Promise<ReadonlyMap<number, readonly GuestHour[]>> {
  shared.evenkeelGuestDays ??= new Map();
  const untilMs = floorTo(nowMs, HOUR_MS);
  const firstMs = untilMs - HOURS * HOUR_MS;
  const cached = shared.evenkeelGuestDays.get(clusterId);
  if (cached?.untilMs === untilMs) return cached.readings;

  const known = cached && cached.untilMs < untilMs ? cached : null;
  const fromMs = Math.max(firstMs, known?.untilMs ?? firstMs);
  const fresh = await readHours(clusterId, fromMs, untilMs);
  const readings = new Map(
    [...fresh].map(([objectId, hours]) => {
      const before = known?.readings.get(objectId) ?? [];
      return [objectId, [...before.filter(({ atMs }) => atMs >= firstMs), ...hours]];
    }),
  );
  shared.evenkeelGuestDays.set(clusterId, { untilMs, readings });
  return readings;
}

export function forgetGuestDays(): void {
  shared.evenkeelGuestDays?.clear();
}

async function readHours(
  clusterId: string,
  fromMs: number,
  toMs: number,
): Promise<Map<number, readonly GuestHour[]>> {
  const { rows } = await pool().query<{ id: number }>(
    "SELECT id FROM guest WHERE cluster_id = $1 AND removed_at IS NULL ORDER BY id",
    [clusterId],
  );
  const [progress] = await readProgress([clusterId]);
  const found = new Map<number, readonly GuestHour[]>();
  if (!progress) return found;
  for (let first = 0; first < rows.length; first += BATCH) {
    const ids = rows.slice(first, first + BATCH).map(({ id }) => id);
    const entries = await readBatch(ids, progress, fromMs, toMs);
    for (const id of ids) found.set(id, toReadings(entries, id));
  }
  return found;
}

function readBatch(
  ids: readonly number[],
  { number, hoursUntilMs, daysUntilMs }: ClusterProgress,
  fromMs: number,
  toMs: number,
): Promise<ObjectTracks> {
  const objects = ids.map((objectId) => ({ objectId, number, hoursUntilMs, daysUntilMs }));
  return readEntries({ kind: "guest", objects, tier: "hour", fromMs, toMs, metrics: METRICS });
}

function toReadings(entries: ObjectTracks, objectId: number): readonly GuestHour[] {
  const hours = entries.get(objectId)?.entries() ?? [];
  return hours
    .map(({ key, values }) => {
      const [cpu, host, guest] = values;
      return { atMs: key, cpuFraction: known(cpu), memoryBytes: known(host) ?? known(guest) };
    })
    .sort((left, right) => left.atMs - right.atMs);
}

function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
