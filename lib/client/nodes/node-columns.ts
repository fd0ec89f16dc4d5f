import type { NodeRow } from "@/lib/api/nodes";
import { compareNames } from "../format/compare-names";
import { shareOf } from "../format/format-percent";

export type NodeColumnKey =
  | "name"
  | "state"
  | "score"
  | "cpu"
  | "iowait"
  | "memory"
  | "load"
  | "pressure"
  | "guests"
  | "uptime"
  | "reason";

export interface NodeColumn {
  readonly key: NodeColumnKey;
  readonly title: string;
  readonly right: boolean;
  readonly descendingFirst: boolean;
  readonly sortValue: (node: NodeRow) => string | number | null;
}

export const NODE_COLUMNS: readonly NodeColumn[] = [
  { key: "name", title: "Node", right: false, descendingFirst: false, sortValue: ({ name }) => name },
  { key: "state", title: "State", right: false, descendingFirst: false, sortValue: ({ status }) => status },
  {
    key: "score",
    title: "Score",
    right: false,
    descendingFirst: false,
    sortValue: (node) => node.suitabilityPercent,
  },
  { key: "cpu", title: "CPU", right: true, descendingFirst: true, sortValue: (node) => node.cpuFraction },
  {
    key: "iowait",
    title: "IO wait",
    right: true,
    descendingFirst: true,
    sortValue: (node) => node.ioWaitFraction,
  },
  {
    key: "memory",
    title: "Memory",
    right: true,
    descendingFirst: true,
    sortValue: (node) => shareOf(node.memoryUsedBytes, node.memoryTotalBytes),
  },
  {
    key: "load",
    title: "Load",
    right: true,
    descendingFirst: true,
    sortValue: (node) => node.loadAverageOneMinute,
  },
  { key: "pressure", title: "Pressure", right: true, descendingFirst: true, sortValue: worstPressure },
  {
    key: "guests",
    title: "Guests",
    right: true,
    descendingFirst: true,
    sortValue: (node) => node.guestsRunning,
  },
  {
    key: "uptime",
    title: "Uptime",
    right: true,
    descendingFirst: true,
    sortValue: (node) => node.uptimeSeconds,
  },
  {
    key: "reason",
    title: "Main reason",
    right: false,
    descendingFirst: false,
    sortValue: (node) => node.mainReason,
  },
];

export interface NodeSort {
  readonly key: NodeColumnKey;
  readonly descending: boolean;
}

export function parseNodeSort(text: string | null): NodeSort {
  const descending = text?.startsWith("-") ?? false;
  const name = descending ? text?.slice(1) : text;
  const column = NODE_COLUMNS.find(({ key }) => key === name);
  return column ? { key: column.key, descending } : { key: "name", descending: false };
}

/** The highest of the three pressures; null when none is reported. */
export function worstPressure(node: NodeRow): number | null {
  const known = [
    node.pressureCpuSomeFraction,
    node.pressureIoSomeFraction,
    node.pressureMemorySomeFraction,
  ].filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}

/** The nodes that contain every word, in order; what is not known comes last. */
export function findNodes(
  nodes: readonly NodeRow[],
  { filter, sort }: { readonly filter: string; readonly sort: NodeSort },
): readonly NodeRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const sortValue =
    NODE_COLUMNS.find(({ key }) => key === sort.key)?.sortValue ?? (({ name }: NodeRow) => name);
  const sign = sort.descending ? -1 : 1;
  return nodes
    .filter((node) => words.every((word) => textOf(node).includes(word)))
    .sort((a, b) => compare(sortValue(a), sortValue(b), sign) || compare(a.name, b.name, 1));
}

function textOf({ name, status, verdict, mainReason, pveVersion }: NodeRow): string {
  return [name, status, verdict, mainReason, pveVersion].join(" ").toLowerCase();
}

function compare(a: string | number | null, b: string | number | null, sign: number): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === "number" && typeof b === "number") return (a - b) * sign;
  return compareNames(String(a), String(b)) * sign;
}
