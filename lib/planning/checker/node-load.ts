import type { CheckedNode } from "./checked-cluster";
import { type ClusterState, carriedBy } from "./cluster-state";
import type { Use } from "./use";

/** Shares of a node's capacity, 0–1 and above. */
export interface Shares {
  readonly cpu: number;
  readonly memory: number;
  readonly disk: number;
}

/** One share that nodes are compared by. */
export interface ComparedShare {
  readonly resource: "cpu" | "memory" | "disk" | "ioWait";
  readonly share: number;
  /** From where a node counts as loaded, 0–1. */
  readonly threshold: number;
  /** What a share of 1 stands for. */
  readonly capacity: number;
}

/** Local storage counts as loaded from here on. */
const DISK_THRESHOLD = 0.8;

/** What a node has in use, whatever the mode is. */
export function usedShares(node: CheckedNode, use: Use): Shares {
  return {
    cpu: ratio(use.cpuThreads, node.threads),
    memory: ratio(use.memoryBytes, node.memoryBytes),
    disk: ratio(use.diskBytes, node.diskBytes),
  };
}

/** The shares that `planning.mode` and `planning.method` compare. */
export function comparedShares(state: ClusterState, node: CheckedNode): readonly ComparedShare[] {
  const { settings } = state.cluster.input;
  const method = settings["planning.method"];
  const pressure = settings["planning.mode"] === "psi";
  const all = sharesOfMode(state, node);
  if (method !== "penalty") return all.filter(({ resource }) => resource === method);
  return all.filter(({ resource }) => pressure || resource !== "disk");
}

function sharesOfMode(state: ClusterState, node: CheckedNode): readonly ComparedShare[] {
  const { settings, scoringSettings } = state.cluster.input;
  const use = carriedBy(state, node.name) ?? node.own;
  const used = usedShares(node, use);
  const percent = (value: number) => value / 100;
  const cpuThreshold = percent(scoringSettings["planning.cpuThreshold"]);
  const memoryThreshold = percent(scoringSettings["planning.memoryThreshold"]);
  if (settings["planning.mode"] === "psi") {
    const start = (key: "scoring.pressureCpu" | "scoring.pressureMemory" | "scoring.pressureIo") =>
      percent(scoringSettings[`${key}.startPercent`]);
    return [
      {
        resource: "cpu",
        share: ratio(use.cpuPressure, 1),
        threshold: start("scoring.pressureCpu"),
        capacity: 1,
      },
      {
        resource: "memory",
        share: ratio(use.memoryPressure, 1),
        threshold: start("scoring.pressureMemory"),
        capacity: 1,
      },
      {
        resource: "disk",
        share: ratio(use.ioPressure, 1),
        threshold: start("scoring.pressureIo"),
        capacity: 1,
      },
    ];
  }
  const caused = use.ioWait - node.own.ioWait > 1e-9;
  const others: readonly ComparedShare[] = [
    { resource: "disk", share: used.disk, threshold: DISK_THRESHOLD, capacity: node.diskBytes },
    {
      resource: "ioWait",
      share: caused ? use.ioWait : 0,
      threshold: percent(scoringSettings["planning.iowaitThreshold"]),
      capacity: 1,
    },
  ];
  if (settings["planning.mode"] === "assigned") {
    return [
      {
        resource: "cpu",
        share: ratio(use.cpuAllocated, node.threads),
        threshold: cpuThreshold * settings["planning.cpuOvercommit"],
        capacity: node.threads,
      },
      {
        resource: "memory",
        share: ratio(use.memoryAllocated, node.memoryBytes),
        threshold: memoryThreshold,
        capacity: node.memoryBytes,
      },
      ...others,
    ];
  }
  return [
    { resource: "cpu", share: used.cpu, threshold: cpuThreshold, capacity: node.threads },
    { resource: "memory", share: used.memory, threshold: memoryThreshold, capacity: node.memoryBytes },
    ...others,
  ];
}

/** The one number that is lowered, 1 meaning "at its threshold", and the threshold of the resource that it comes from. */
export interface Load {
  readonly load: number;
  readonly threshold: number;
}

/** Load of a node: the highest of share / threshold over the compared shares. */
export function loadOf(state: ClusterState, node: CheckedNode): Load {
  return comparedShares(state, node).reduce<Load>(
    (highest, { share, threshold }) =>
      share / threshold > highest.load ? { load: share / threshold, threshold } : highest,
    { load: 0, threshold: 1 },
  );
}

/** Nodes that take part in balancing. */
export function balancedNodes({ cluster }: ClusterState): readonly CheckedNode[] {
  return [...cluster.nodes.values()].filter(({ open }) => open);
}

/** Highest less lowest share by resource, of what is in use. */
export function spreads(state: ClusterState): Shares {
  const all = balancedNodes(state).map((node) => usedShares(node, carriedBy(state, node.name) ?? node.own));
  return {
    cpu: spread(all.map(({ cpu }) => cpu)),
    memory: spread(all.map(({ memory }) => memory)),
    disk: spread(all.map(({ disk }) => disk)),
  };
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? Math.max(0, part) / whole : 0;
}

function spread(values: readonly number[]): number {
  return values.length === 0 ? 0 : Math.max(...values) - Math.min(...values);
}
