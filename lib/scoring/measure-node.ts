import type { NodeAllocation } from "@/lib/inventory/node-allocation";
import type { Node } from "@/lib/inventory/snapshot";
import type { HourlyReading } from "./hourly-reading";
import { measureResource } from "./measure-resource";
import type { NodeMeasures } from "./node-measures";
import { readablePercent, readableRatio } from "./readable-percent";

/** A reading this far ahead of the snapshot comes from a broken clock. */
const CLOCK_TOLERANCE_MS = 300_000;

/** More runnable tasks per thread than this is a broken reading. */
const HIGHEST_LOAD_PER_THREAD = 1_000;

interface NodeToMeasure {
  readonly node: Node;
  readonly allocation: NodeAllocation;
  /** Up to 504 hours, gaps left out. */
  readonly history: readonly HourlyReading[];
  /** When the snapshot was read, Unix milliseconds. */
  readonly nowMs: number;
}

/**
 * Turns readings into what scoring works with. A reading that cannot be true counts as not read: shares below 0 or
 * above 1 (1 % of rounding is forgiven), more memory in use than there is, CPU of a node with no threads,
 * anything from the future, NaN.
 */
export function measureNode(asked: NodeToMeasure): NodeMeasures {
  const known = kept.get(asked.node);
  if (known && isSame(known.asked, asked)) return known.measures;
  const measures = measure(asked);
  kept.set(asked.node, { asked, measures });
  return measures;
}

interface Kept {
  readonly asked: NodeToMeasure;
  readonly measures: NodeMeasures;
}

/** The same reading is scored, planned with and scored again with other settings: three weeks of a node are summed up once for it. */
const kept = new WeakMap<Node, Kept>();

function isSame(one: NodeToMeasure, other: NodeToMeasure): boolean {
  return (
    one.history === other.history &&
    one.nowMs === other.nowMs &&
    one.allocation.memoryAllocatedBytes === other.allocation.memoryAllocatedBytes &&
    one.allocation.cpuAllocatedThreads === other.allocation.cpuAllocatedThreads
  );
}

function measure({ node, allocation, history, nowMs }: NodeToMeasure): NodeMeasures {
  const trusted = node.readAtMs === null || node.readAtMs <= nowMs + CLOCK_TOLERANCE_MS;
  const hasThreads = node.cpuCount === null || node.cpuCount > 0;
  const cpuNow = trusted && hasThreads ? readablePercent(node.cpuFraction) : null;
  const memoryNow = trusted ? usedMemoryPercent(node) : null;
  const ioWaitNow = trusted ? readablePercent(node.ioWaitFraction) : null;
  const pressure = trusted ? node.pressure : null;

  return {
    status: node.status,
    haState: node.haState,
    cpu: measureResource(cpuNow, history.map(cpuHour), nowMs),
    memory: measureResource(memoryNow, history.map(memoryHour), nowMs),
    ioWait: measureResource(ioWaitNow, history.map(ioWaitHour), nowMs),
    pressureCpuSomePercent: readablePercent(pressure?.cpuSomeFraction ?? null),
    pressureIoSomePercent: readablePercent(pressure?.ioSomeFraction ?? null),
    pressureIoFullPercent: readablePercent(pressure?.ioFullFraction ?? null),
    pressureMemorySomePercent: readablePercent(pressure?.memorySomeFraction ?? null),
    pressureMemoryFullPercent: readablePercent(pressure?.memoryFullFraction ?? null),
    loadPerThread: trusted ? loadPerThread(node) : null,
    memoryAllocationRatio: readableRatio(allocation.memoryAllocatedBytes, node.memoryTotalBytes),
    cpuAllocationRatio: readableRatio(allocation.cpuAllocatedThreads, node.cpuCount),
  };
}

function usedMemoryPercent(node: Node): number | null {
  const ratio = readableRatio(node.memoryUsedBytes, node.memoryTotalBytes);
  return ratio === null || ratio > 1 ? null : ratio * 100;
}

function loadPerThread(node: Node): number | null {
  const load = readableRatio(node.loadAverage?.fiveMinutes ?? null, node.cpuCount);
  return load === null || load > HIGHEST_LOAD_PER_THREAD ? null : load;
}

function cpuHour(hour: HourlyReading) {
  return {
    atMs: hour.atMs,
    averageFraction: hour.cpuAverageFraction,
    maximumFraction: hour.cpuMaximumFraction,
  };
}

function memoryHour(hour: HourlyReading) {
  return {
    atMs: hour.atMs,
    averageFraction: hour.memoryAverageFraction,
    maximumFraction: hour.memoryMaximumFraction,
  };
}

function ioWaitHour(hour: HourlyReading) {
  return {
    atMs: hour.atMs,
    averageFraction: hour.ioWaitAverageFraction,
    maximumFraction: hour.ioWaitMaximumFraction,
  };
}
