import type { Scenario, ScenarioHistoryPoint } from "@/lib/inventory/scenario/scenario";
import type { Node, Snapshot } from "@/lib/inventory/snapshot";
import type { HourlyReading } from "./hourly-reading";
import { readableRatio } from "./readable-percent";

const HOUR_MS = 3_600_000;
const HOURS_A_WEEK = 168;

/**
 * A scenario's past as scoring wants it: hours by node, oldest first.
 *
 * A node of which the scenario has no past is taken to have been for a whole week as it is now, so that what is seen
 * counts as having lasted. A point's time is a date, or seconds relative to the scenario's clock.
 *
 * @param snapshot the reading made from the same scenario
 */
export function historyFromScenario(
  scenario: Scenario,
  snapshot: Snapshot,
): ReadonlyMap<string, readonly HourlyReading[]> {
  return new Map(
    snapshot.nodes.map((node) => {
      const points = scenario.history.flatMap((point) => pointOf(point, node, snapshot.readAtMs));
      return [node.name, points.length > 0 ? byHour(points) : asEver(node, snapshot.readAtMs)];
    }),
  );
}

/** When a point of a scenario's history was, Unix milliseconds. */
export function historyPointAtMs({ at }: ScenarioHistoryPoint, clockMs: number): number {
  return typeof at === "number" ? clockMs + at * 1_000 : Date.parse(at);
}

interface Point {
  readonly atMs: number;
  readonly cpu: number | null;
  readonly memory: number | null;
  readonly ioWait: number | null;
}

function pointOf(point: ScenarioHistoryPoint, node: Node, clockMs: number): readonly Point[] {
  const reading = point.nodes[node.name];
  if (!reading) return [];
  const { cpu = null, memory = null, iowait = null } = reading;
  return [
    {
      atMs: historyPointAtMs(point, clockMs),
      cpu,
      memory: memory !== null && memory > 1 ? readableRatio(memory, node.memoryTotalBytes) : memory,
      ioWait: iowait,
    },
  ];
}

function byHour(points: readonly Point[]): readonly HourlyReading[] {
  const hours = new Map<number, Point[]>();
  for (const point of points) {
    const atMs = Math.floor(point.atMs / HOUR_MS) * HOUR_MS;
    const hour = hours.get(atMs);
    if (hour) hour.push(point);
    else hours.set(atMs, [point]);
  }
  return [...hours].sort(([one], [other]) => one - other).map(([atMs, hour]) => summed(atMs, hour));
}

function summed(atMs: number, points: readonly Point[]): HourlyReading {
  const cpu = points.flatMap((point) => point.cpu ?? []);
  const memory = points.flatMap((point) => point.memory ?? []);
  const ioWait = points.flatMap((point) => point.ioWait ?? []);
  return {
    atMs,
    cpuAverageFraction: average(cpu),
    cpuMaximumFraction: highest(cpu),
    ioWaitAverageFraction: average(ioWait),
    ioWaitMaximumFraction: highest(ioWait),
    memoryAverageFraction: average(memory),
    memoryMaximumFraction: highest(memory),
    loadPerThreadAverage: null,
  };
}

function asEver(node: Node, nowMs: number): readonly HourlyReading[] {
  const memory = readableRatio(node.memoryUsedBytes, node.memoryTotalBytes);
  return Array.from({ length: HOURS_A_WEEK }, (_, hour) => ({
    atMs: nowMs - (HOURS_A_WEEK - hour) * HOUR_MS,
    cpuAverageFraction: node.cpuFraction,
    cpuMaximumFraction: node.cpuFraction,
    ioWaitAverageFraction: node.ioWaitFraction,
    ioWaitMaximumFraction: node.ioWaitFraction,
    memoryAverageFraction: memory,
    memoryMaximumFraction: memory,
    loadPerThreadAverage: null,
  }));
}

function average(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function highest(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.max(...values);
}
