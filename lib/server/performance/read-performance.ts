import "server-only";
import { getHeapStatistics } from "node:v8";
import type { CallFigures, CollectionFigures, PerformanceFigures } from "@/lib/api/performance";
import type { Viewer } from "@/lib/server/auth/viewer";
import { readReadingTimes } from "@/lib/server/collection/reading-times";
import { readJobFunctions } from "@/lib/server/jobs/read-job-functions";
import { readJobRunnerState } from "@/lib/server/jobs/read-job-runner-state";
import { type ClusterState, readClusterStates } from "@/lib/server/live/read-cluster-states";
import { readReadingCacheUse } from "@/lib/server/live/reading-cache-use";
import { readStorageFigures } from "@/lib/server/metrics/read-storage-figures";
import { readCallStatistics } from "@/lib/server/proxmox/call-statistics";
import { readActivity } from "@/lib/server/proxmox/endpoint-activity";
import { readSettings } from "@/lib/server/settings/read-settings";
import { collectionSettingsFrom } from "@/lib/settings/collection-settings";
import { retentionSettingsFrom } from "@/lib/settings/retention-settings";

const MOST_CALLS = 15;
const SPARKLINE_POINTS = 60;

/** What Evenkeel itself costs: readings, calls, jobs, memory and the database. */
export async function readPerformance(
  viewer: Viewer,
  nowMs: number = Date.now(),
): Promise<PerformanceFigures> {
  const [states, jobs, storage, settings] = await Promise.all([
    readClusterStates(),
    readJobs(viewer),
    readStorageFigures(nowMs),
    readSettings(null),
  ]);
  const { tenSecondHours, minuteDays, hourMonths } = retentionSettingsFrom(settings);
  const known = new Set(states.map(({ id }) => id));
  return {
    process: readProcess(nowMs),
    jobs,
    readingCache: readReadingCacheUse(),
    collection: await Promise.all(states.map((state) => collectionOf(state, nowMs))),
    calls: readCalls(known),
    database: {
      bytes: storage.databaseBytes,
      growthBytesPerDay: storage.growthBytesPerDay,
      tables: [...storage.tables],
      retention: { tenSecondHours, minuteDays, hourMonths },
    },
  };
}

function readProcess(nowMs: number): PerformanceFigures["process"] {
  const { rss, heapUsed } = process.memoryUsage();
  return {
    startedAtMs: Math.round(nowMs - process.uptime() * 1_000),
    nodeVersion: process.versions.node,
    residentBytes: rss,
    heapUsedBytes: heapUsed,
    heapLimitBytes: getHeapStatistics().heap_size_limit,
  };
}

async function readJobs(viewer: Viewer): Promise<PerformanceFigures["jobs"]> {
  const [state, functions] = await Promise.all([readJobRunnerState(viewer), readJobFunctions(viewer)]);
  return {
    ...state,
    runsLastHour: functions.reduce((total, { runsLastHour }) => total + runsLastHour, 0),
    failuresLastHour: functions.reduce((total, { failuresLastHour }) => total + failuresLastHour, 0),
  };
}

async function collectionOf(
  { id, name, paused, intervalSeconds }: ClusterState,
  nowMs: number,
): Promise<CollectionFigures> {
  const readings = readReadingTimes(id, nowMs);
  const stored = readings.filter(({ failed }) => !failed);
  const durations = stored.map(({ durationMs }) => durationMs);
  const activity = readActivity(id, nowMs);
  const { callsPerMinute } = collectionSettingsFrom(await readSettings(id));
  return {
    clusterId: id,
    name,
    paused,
    intervalSeconds,
    readings: readings.length,
    failedReadings: readings.length - stored.length,
    averageMs: durations.length === 0 ? null : Math.round(sum(durations) / durations.length),
    longestMs: durations.length === 0 ? null : Math.max(...durations),
    durationsMs: durations.slice(-SPARKLINE_POINTS),
    callsOfNewest: stored.at(-1)?.apiCalls ?? null,
    callsLastMinute: activity.callsLastMinute,
    callsPerMinuteBudget: callsPerMinute,
    nodes: [...activity.nodes],
  };
}

/** By method and path over all endpoints, what took most of the time first. */
function readCalls(clusterIds: ReadonlySet<string>): CallFigures[] {
  const kinds = new Map<string, CallFigures & { totalMs: number }>();
  for (const { clusterId, method, template, outcome, count, totalMs, maximumMs } of readCallStatistics()) {
    if (!clusterIds.has(clusterId)) continue;
    const key = `${method} ${template}`;
    const kind = kinds.get(key) ?? {
      method,
      template,
      count: 0,
      failed: 0,
      averageMs: 0,
      longestMs: 0,
      totalMs: 0,
    };
    kind.count += count;
    kind.totalMs += totalMs;
    kind.failed += outcome.startsWith("2") ? 0 : count;
    kind.longestMs = Math.max(kind.longestMs, maximumMs);
    kinds.set(key, kind);
  }
  return [...kinds.values()]
    .sort((a, b) => b.totalMs - a.totalMs)
    .slice(0, MOST_CALLS)
    .map(({ totalMs, ...kind }) => ({ ...kind, averageMs: totalMs / kind.count }));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
