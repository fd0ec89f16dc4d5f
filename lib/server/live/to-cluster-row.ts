import "server-only";
import type { ClusterRow } from "@/lib/api/clusters";
import type { Guest, Node, Snapshot, Storage } from "@/lib/inventory/snapshot";
import type { ClusterState } from "./read-cluster-states";
import { roundBytes, roundTenths } from "./round-for-display";
import type { StoredReading } from "./stored-reading";

/** A cluster as lists show it; figures are null before its first reading. */
export function toClusterRow(state: ClusterState, reading: StoredReading | null): ClusterRow {
  const snapshot = reading?.snapshot ?? null;
  return {
    ...state,
    pveVersion: snapshot?.pveVersion ?? null,
    quorate: snapshot?.quorate ?? null,
    sequence: snapshot?.sequence ?? null,
    readAtMs: snapshot?.readAtMs ?? null,
    healthPercent: roundTenths(reading?.scores.healthPercent ?? null),
    ...countObjects(snapshot),
    ...sumFigures(snapshot),
  };
}

function countObjects(
  snapshot: Snapshot | null,
): Pick<ClusterRow, "nodesOnline" | "nodesTotal" | "guestsRunning" | "guestsTotal"> {
  const nodes = snapshot?.nodes ?? [];
  const guests = snapshot?.guests.filter(({ template }) => !template) ?? [];
  return {
    nodesOnline: nodes.filter(({ status }) => status === "online").length,
    nodesTotal: nodes.length,
    guestsRunning: guests.filter(isRunning).length,
    guestsTotal: guests.length,
  };
}

type Figures = Pick<
  ClusterRow,
  | "cpuUsedThreads"
  | "cpuTotalThreads"
  | "cpuAllocatedThreads"
  | "memoryUsedBytes"
  | "memoryTotalBytes"
  | "memoryAllocatedBytes"
  | "storageUsedBytes"
  | "storageTotalBytes"
>;

function sumFigures(snapshot: Snapshot | null): Figures {
  const online = snapshot?.nodes.filter(({ status }) => status === "online") ?? [];
  const running = snapshot?.guests.filter(isRunning) ?? [];
  const storages = snapshot?.storages.filter(({ status }) => status === "available") ?? [];
  return {
    cpuUsedThreads: roundTenths(sum(online, usedThreads)),
    cpuTotalThreads: sum(online, ({ cpuCount }: Node) => cpuCount),
    cpuAllocatedThreads: sum(running, ({ cpuCount }: Guest) => cpuCount),
    memoryUsedBytes: roundBytes(sum(online, ({ memoryUsedBytes }: Node) => memoryUsedBytes)),
    memoryTotalBytes: sum(online, ({ memoryTotalBytes }: Node) => memoryTotalBytes),
    memoryAllocatedBytes: sum(running, ({ memoryTotalBytes }: Guest) => memoryTotalBytes),
    storageUsedBytes: roundBytes(sum(storages, ({ usedBytes }: Storage) => usedBytes)),
    storageTotalBytes: sum(storages, ({ totalBytes }: Storage) => totalBytes),
  };
}

function usedThreads({ cpuFraction, cpuCount }: Node): number | null {
  return cpuFraction === null || cpuCount === null ? null : cpuFraction * cpuCount;
}

export function isRunning({ status, template }: Guest): boolean {
  return !template && status === "running";
}

/** Sum of what is known; null when nothing is. */
export function sum<Row>(rows: readonly Row[], figureOf: (row: Row) => number | null): number | null {
  const known = rows.map(figureOf).filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
}
