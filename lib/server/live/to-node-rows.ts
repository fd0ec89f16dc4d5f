import "server-only";
import type { NodeRow } from "@/lib/api/nodes";
import type { Guest, Node } from "@/lib/inventory/snapshot";
import type { NodeScore } from "@/lib/scoring/node-score";
import {
  roundBytes,
  roundFraction,
  roundHundredths,
  roundRate,
  roundTenths,
  roundUptime,
} from "./round-for-display";
import type { StoredReading } from "./stored-reading";
import { isRunning, sum } from "./to-cluster-row";

/** The nodes of a reading as lists show them; nodes that are not yet numbered are left out. */
export function toNodeRows(reading: StoredReading): readonly NodeRow[] {
  const rows = made.get(reading) ?? makeRows(reading);
  made.set(reading, rows);
  return rows;
}

/** Every page begins with them. */
const made = new WeakMap<StoredReading, readonly NodeRow[]>();

function makeRows({ snapshot, scores }: StoredReading): readonly NodeRow[] {
  const guests = groupByNode(snapshot.guests);
  return snapshot.nodes.flatMap((node) =>
    node.objectId === null
      ? []
      : [
          {
            clusterId: snapshot.clusterId,
            objectId: node.objectId,
            ...identify(node),
            ...measure(node),
            ...countGuests(guests.get(node.name) ?? []),
            ...summarise(scores.nodes[node.name]),
          },
        ],
  );
}

function groupByNode(guests: readonly Guest[]): Map<string, Guest[]> {
  const groups = new Map<string, Guest[]>();
  for (const guest of guests) {
    const group = groups.get(guest.node);
    if (group) group.push(guest);
    else groups.set(guest.node, [guest]);
  }
  return groups;
}

function identify(node: Node) {
  const { name, status, readAtMs, pveVersion, haState } = node;
  return { name, status, readAtMs, pveVersion, haState, uptimeSeconds: roundUptime(node.uptimeSeconds) };
}

function measure(node: Node) {
  const { pressure } = node;
  return {
    cpuFraction: roundFraction(node.cpuFraction),
    cpuCount: node.cpuCount,
    ioWaitFraction: roundFraction(node.ioWaitFraction),
    loadAverageOneMinute: roundHundredths(node.loadAverage?.oneMinute ?? null),
    memoryUsedBytes: roundBytes(node.memoryUsedBytes),
    memoryTotalBytes: node.memoryTotalBytes,
    swapUsedBytes: roundBytes(node.swapUsedBytes),
    swapTotalBytes: node.swapTotalBytes,
    rootUsedBytes: roundBytes(node.rootUsedBytes),
    rootTotalBytes: node.rootTotalBytes,
    netInBytesPerSecond: roundRate(node.netInBytesPerSecond),
    netOutBytesPerSecond: roundRate(node.netOutBytesPerSecond),
    pressureCpuSomeFraction: roundFraction(pressure?.cpuSomeFraction ?? null),
    pressureIoSomeFraction: roundFraction(pressure?.ioSomeFraction ?? null),
    pressureMemorySomeFraction: roundFraction(pressure?.memorySomeFraction ?? null),
  };
}

function countGuests(guests: readonly Guest[]) {
  const running = guests.filter(isRunning);
  return {
    guestsRunning: running.length,
    guestsTotal: guests.filter(({ template }) => !template).length,
    memoryAllocatedBytes: sum(running, ({ memoryTotalBytes }) => memoryTotalBytes) ?? 0,
    cpuAllocatedThreads: sum(running, ({ cpuCount }) => cpuCount) ?? 0,
  };
}

function summarise(score: NodeScore | undefined) {
  const costliest = score?.components.find(({ points }) => points > 0);
  return {
    penaltyPoints: roundTenths(score?.penaltyPoints ?? null),
    suitabilityPercent: roundTenths(score?.suitabilityPercent ?? null),
    verdict: score?.verdict ?? null,
    mainReason: costliest?.sentence ?? null,
  };
}
