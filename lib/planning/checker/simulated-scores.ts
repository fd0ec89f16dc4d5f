import { allocationsByNode } from "@/lib/inventory/node-allocation";
import { chargeNode, totalPoints } from "@/lib/scoring/charge-node";
import { measureNode } from "@/lib/scoring/measure-node";
import type { NodeMeasures, ResourceMeasures } from "@/lib/scoring/node-measures";
import { compileScoringCurves, type ScoringCurves } from "@/lib/scoring/scoring-curves";
import { suitabilityPercent } from "@/lib/scoring/suitability";
import type { CheckedNode } from "./checked-cluster";
import { type ClusterState, carriedBy } from "./cluster-state";
import type { Use } from "./use";

/** Scores nodes as they would be after moves, with the scoring that is used everywhere. */
export interface Scorer {
  /** Suitability of a node, 0–100. */
  readonly scoreOf: (state: ClusterState, name: string) => number;
  /** Whether a node counts in the cluster's health. */
  readonly counts: (name: string) => boolean;
  /** Health of the cluster given the score of every node; null without a node that counts. */
  readonly healthOf: (scores: ReadonlyMap<string, number>) => number | null;
}

/** Prepares scoring for one input: measures, allocation and weight of every node before the first move. */
export function scorerFor(start: ClusterState): Scorer {
  const { input } = start.cluster;
  const curves = compileScoringCurves(input.scoringSettings);
  const allocations = allocationsByNode(input.snapshot);
  const known = new Map<string, KnownNode>(
    [...start.cluster.nodes.values()].map((node) => [
      node.name,
      {
        node,
        use: carriedBy(start, node.name) ?? node.own,
        measures: measureNode({
          node: node.node,
          allocation: allocations.get(node.name) ?? NO_GUESTS,
          history: input.history.get(node.name) ?? [],
          nowMs: input.snapshot.readAtMs,
        }),
        score: null,
      },
    ]),
  );
  const weights = weightsOf([...known.values()]);
  return {
    scoreOf: (state, name) => {
      const before = known.get(name);
      if (!before) return 0;
      const use = carriedBy(state, name) ?? before.use;
      if (use !== before.use) return scoreAfter(before, use, curves);
      before.score ??= scoreAfter(before, use, curves);
      return before.score;
    },
    counts: (name) => weights.has(name),
    healthOf: (scores) => {
      let sum = 0;
      let weight = 0;
      for (const [name, bytes] of weights) {
        sum += bytes * (scores.get(name) ?? 0);
        weight += bytes;
      }
      return weight === 0 ? null : sum / weight;
    },
  };
}

const NO_GUESTS = { memoryAllocatedBytes: 0, cpuAllocatedThreads: 0, guestsRunning: 0, guestsTotal: 0 };

interface KnownNode {
  readonly node: CheckedNode;
  readonly use: Use;
  readonly measures: NodeMeasures;
  /** With that use; null until it was asked for. */
  score: number | null;
}

function scoreAfter({ node, use, measures }: KnownNode, after: Use, curves: ScoringCurves): number {
  const points = totalPoints(chargeNode(measuresAfter(node, measures, use, after), curves));
  return suitabilityPercent(points, curves.settings["scoring.suitability.halfPoints"]);
}

/**
 * What has changed in what a node uses now, put on top of all its windows. Waiting shifts by what guests caused of it; "full" pressure never
 * comes to lie above "some".
 */
function measuresAfter(node: CheckedNode, measures: NodeMeasures, before: Use, after: Use): NodeMeasures {
  const cpu = change(before.cpuThreadsNow, after.cpuThreadsNow, node.threads);
  const io = change(before.ioPressure, after.ioPressure, 1);
  const memory = change(before.memoryPressure, after.memoryPressure, 1);
  return {
    ...measures,
    cpu: shifted(measures.cpu, cpu),
    memory: shifted(measures.memory, change(before.memoryBytesNow, after.memoryBytesNow, node.memoryBytes)),
    ioWait: shifted(measures.ioWait, change(before.ioWait, after.ioWait, 1)),
    pressureCpuSomePercent: percentPlus(
      measures.pressureCpuSomePercent,
      change(before.cpuPressure, after.cpuPressure, 1),
    ),
    pressureIoSomePercent: percentPlus(measures.pressureIoSomePercent, io),
    pressureIoFullPercent: fullPlus(measures.pressureIoFullPercent, measures.pressureIoSomePercent, io),
    pressureMemorySomePercent: percentPlus(measures.pressureMemorySomePercent, memory),
    pressureMemoryFullPercent: fullPlus(
      measures.pressureMemoryFullPercent,
      measures.pressureMemorySomePercent,
      memory,
    ),
    loadPerThread: measures.loadPerThread === null ? null : Math.max(0, measures.loadPerThread + cpu / 100),
    memoryAllocationRatio: ratioAfter(
      measures.memoryAllocationRatio,
      after.memoryAllocated - before.memoryAllocated,
      node.memoryBytes,
    ),
    cpuAllocationRatio: ratioAfter(
      measures.cpuAllocationRatio,
      after.cpuAllocated - before.cpuAllocated,
      node.threads,
    ),
  };
}

/** Smaller changes, in percent, come from adding up in another order. */
const ROUNDING = 1e-9;

/** In percentage points. What a node has above 100 % goes first: until it is gone, readings stay at 100 %. */
function change(before: number, after: number, capacity: number): number {
  if (!(capacity > 0)) return 0;
  const difference = (100 * (after - before)) / capacity;
  if (Math.abs(difference) < ROUNDING) return 0;
  const above = Math.max(0, (100 * before) / capacity - 100);
  return difference < 0 ? Math.min(0, difference + above) : difference;
}

function shifted(measures: ResourceMeasures, by: number): ResourceMeasures {
  return {
    ...measures,
    nowPercent: percentPlus(measures.nowPercent, by),
    dayPercent: percentPlus(measures.dayPercent, by),
    weekPercent: percentPlus(measures.weekPercent, by),
    peakPercent: percentPlus(measures.peakPercent, by),
  };
}

function percentPlus(value: number | null, by: number): number | null {
  return value === null || by === 0 ? value : Math.min(100, Math.max(0, value + by));
}

function fullPlus(full: number | null, some: number | null, by: number): number | null {
  const fullAfter = percentPlus(full, by);
  const someAfter = percentPlus(some, by);
  if (by === 0 || full === null || fullAfter === null || someAfter === null) return fullAfter;
  return Math.min(fullAfter, Math.max(someAfter, full));
}

function ratioAfter(ratio: number | null, added: number, whole: number): number | null {
  return ratio === null ? null : Math.max(0, ratio + (whole > 0 ? added / whole : 0));
}

/** Memory of the nodes of which something current is known, as scoring weighs them: a size that is not known is the average of the others. */
function weightsOf(nodes: readonly KnownNode[]): ReadonlyMap<string, number> {
  const counted = nodes.filter(
    ({ measures: { status, cpu, memory, ioWait } }) =>
      status === "online" && [cpu, memory, ioWait].some(({ nowPercent }) => nowPercent !== null),
  );
  const sizes = counted.map(({ node }) => readableSize(node.node.memoryTotalBytes));
  const known = sizes.filter((size) => size !== null);
  const typical = known.length === 0 ? 1 : known.reduce((sum, size) => sum + size, 0) / known.length;
  return new Map(counted.map(({ node }, index) => [node.name, sizes[index] ?? typical]));
}

function readableSize(bytes: number | null): number | null {
  return bytes !== null && Number.isFinite(bytes) && bytes > 0 ? bytes : null;
}
