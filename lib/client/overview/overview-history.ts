import type { NodeRow } from "@/lib/api/nodes";
import type { SeriesResponse } from "@/lib/api/series";

/** How much a node counts for. */
export type NodeWeight = Pick<NodeRow, "objectId" | "cpuCount" | "memoryTotalBytes">;

type Line = readonly (number | null)[];

export interface OverviewHistory {
  /** Threads in use over all nodes. */
  readonly cpu: Line;
  /** Bytes in use over all nodes. */
  readonly memory: Line;
  /** Mean penalty points of the nodes, weighted by their memory. */
  readonly penalty: Line;
}

/** Adds the histories of many nodes up. A moment at which no node was read is a gap. */
export function overviewHistory(
  answers: readonly SeriesResponse[],
  nodes: readonly NodeWeight[],
): OverviewHistory {
  const byObject = new Map(nodes.map((node) => [node.objectId, node]));
  return {
    cpu: addUp(answers, "cpuFraction", (objectId) => byObject.get(objectId)?.cpuCount ?? 0),
    memory: addUp(answers, "memoryUsedBytes", (objectId) => (byObject.has(objectId) ? 1 : 0)),
    penalty: mean(answers, "penaltyPoints", (objectId) => byObject.get(objectId)?.memoryTotalBytes ?? 0),
  };
}

/** Adds the histories of storages up. */
export function storageHistory(answers: readonly SeriesResponse[]): Line {
  return addUp(answers, "usedBytes", () => 1);
}

type Weight = (objectId: number) => number;

function addUp(answers: readonly SeriesResponse[], metric: string, weightOf: Weight): Line {
  return combine(answers, metric, weightOf).map((cell) => (cell ? cell.sum : null));
}

function mean(answers: readonly SeriesResponse[], metric: string, weightOf: Weight): Line {
  return combine(answers, metric, weightOf).map((cell) =>
    cell && cell.weight > 0 ? cell.sum / cell.weight : null,
  );
}

interface Cell {
  sum: number;
  weight: number;
}

function combine(
  answers: readonly SeriesResponse[],
  metric: string,
  weightOf: Weight,
): readonly (Cell | null)[] {
  const length = Math.max(0, ...answers.map(({ timesMs }) => timesMs.length));
  const cells: (Cell | null)[] = new Array(length).fill(null);
  for (const { objectId, metric: name, average } of answers.flatMap(({ series }) => series)) {
    const weight = weightOf(objectId);
    if (name !== metric || weight === 0) continue;
    for (const [index, value] of average.entries()) {
      if (value === null) continue;
      const cell = cells[index] ?? { sum: 0, weight: 0 };
      cell.sum += value * weight;
      cell.weight += weight;
      cells[index] = cell;
    }
  }
  return cells;
}
