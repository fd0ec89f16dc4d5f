import "server-only";
import type { HourlyReading } from "@/lib/scoring/hourly-reading";
import { pool } from "@/lib/server/db/pool";
import { readProgress } from "./cluster-progress";
import { hourlyCache } from "./hourly-cache";
import { METRIC_LAYOUT } from "./metric-layout";
import { type ObjectTracks, readEntries } from "./read-entries";
import type { SampleEntry } from "./sample-block";
import { floorTo, HOUR_MS, MINUTE_MS } from "./sample-tables";

/** Three weeks, so that a trend can tell itself from the rhythm of a week. */
const HOURS = 504;
const COLUMNS = [
  "cpuFraction",
  "ioWaitFraction",
  "memoryUsedBytes",
  "memoryTotalBytes",
  "loadAverageOneMinute",
  "cpuCount",
] as const;
const METRICS = COLUMNS.map((column) => METRIC_LAYOUT.node.findIndex(({ name }) => name === column));

type NodeColumn = (typeof COLUMNS)[number];

/**
 * The last three weeks of every node of a cluster by node name, oldest first, the running hour last. Hours that are over
 * are read once an hour, the running one once a minute.
 */
export async function readHourlyReadings(
  clusterId: string,
  nowMs: number,
): Promise<ReadonlyMap<string, readonly HourlyReading[]>> {
  const cached = hourlyCache().get(clusterId);
  const minuteMs = floorTo(nowMs, MINUTE_MS);
  if (cached?.untilMs === minuteMs) return cached.readings;

  const hourMs = floorTo(nowMs, HOUR_MS);
  const isSameHour = cached !== undefined && floorTo(cached.untilMs, HOUR_MS) === hourMs;
  const fresh = await readHours(clusterId, isSameHour ? hourMs : hourMs - (HOURS - 1) * HOUR_MS, nowMs);
  const readings = isSameHour ? joinHours(cached.readings, fresh, hourMs) : fresh;
  hourlyCache().set(clusterId, { untilMs: minuteMs, readings });
  return readings;
}

function joinHours(
  before: ReadonlyMap<string, readonly HourlyReading[]>,
  running: ReadonlyMap<string, readonly HourlyReading[]>,
  hourMs: number,
): ReadonlyMap<string, readonly HourlyReading[]> {
  const names = new Set([...before.keys(), ...running.keys()]);
  return new Map(
    [...names].map((name) => {
      const past = before.get(name)?.filter(({ atMs }) => atMs < hourMs) ?? [];
      return [name, [...past, ...(running.get(name) ?? [])]];
    }),
  );
}

async function readHours(
  clusterId: string,
  fromMs: number,
  toMs: number,
): Promise<ReadonlyMap<string, readonly HourlyReading[]>> {
  const { rows: nodes } = await pool().query<{ id: number; name: string }>(
    "SELECT id, name FROM node WHERE cluster_id = $1 AND removed_at IS NULL",
    [clusterId],
  );
  if (nodes.length === 0) return new Map();
  const [progress] = await readProgress([clusterId]);
  const objects = nodes.map(({ id }) => ({
    objectId: id,
    number: progress?.number ?? 0,
    hoursUntilMs: progress?.hoursUntilMs ?? Number.MAX_SAFE_INTEGER,
    daysUntilMs: progress?.daysUntilMs ?? 0,
  }));
  const entries = await readEntries({ kind: "node", objects, tier: "hour", fromMs, toMs, metrics: METRICS });
  return new Map(nodes.map(({ id, name }) => [name, toReadings(entries, id)]));
}

function toReadings(entries: ObjectTracks, objectId: number): HourlyReading[] {
  return (entries.get(objectId)?.entries() ?? []).sort((left, right) => left.key - right.key).map(toReading);
}

function toReading(entry: SampleEntry): HourlyReading {
  const memory = (statistic: 0 | 1) =>
    divide(figureOf(entry, "memoryUsedBytes", statistic), figureOf(entry, "memoryTotalBytes", 0));
  return {
    atMs: entry.key,
    cpuAverageFraction: figureOf(entry, "cpuFraction", 0),
    cpuMaximumFraction: figureOf(entry, "cpuFraction", 1),
    ioWaitAverageFraction: figureOf(entry, "ioWaitFraction", 0),
    ioWaitMaximumFraction: figureOf(entry, "ioWaitFraction", 1),
    memoryAverageFraction: memory(0),
    memoryMaximumFraction: memory(1),
    loadPerThreadAverage: divide(figureOf(entry, "loadAverageOneMinute", 0), figureOf(entry, "cpuCount", 0)),
  };
}

function figureOf({ values }: SampleEntry, name: NodeColumn, statistic: 0 | 1): number | null {
  const value = values[statistic * COLUMNS.length + COLUMNS.indexOf(name)];
  return value === undefined || Number.isNaN(value) ? null : value;
}

function divide(value: number | null, whole: number | null): number | null {
  return value === null || whole === null || whole === 0 ? null : value / whole;
}
