import { chargeNode, totalPoints } from "@/lib/scoring/charge-node";
import type { NodeMeasures, ResourceMeasures } from "@/lib/scoring/node-measures";
import { compileScoringCurves, type ScoringCurves } from "@/lib/scoring/scoring-curves";
import { suitabilityPercent } from "@/lib/scoring/suitability";
import {
  type ClusterModel,
  CPU_ALLOCATED,
  CPU_NOW,
  CPU_PRESSURE,
  IO_PRESSURE,
  IO_WAIT,
  MEMORY_ALLOCATED,
  MEMORY_NOW,
  MEMORY_PRESSURE,
  type ModelNode,
  RESOURCE_COUNT,
} from "./model/cluster-model";

/** Smaller differences come from adding up in another order. */
const ROUNDING = 1e-9;

/**
 * Measures of a node once it carries `after` instead of `before`.
 *
 * CPU and memory as used now, and IO wait, shift by the change of share in all four windows (now, day, week, peak), in percentage points and
 * within 0–100; what a node carries above 100 % goes before its readings fall. Load per thread shifts by the share of threads,
 * pressure by what the guests cause (of "full" never above "some"), and both ratios by what is promised. What is not known stays so.
 *
 * @param before load by node and resource that belongs to `node.measures`
 * @param after  load by node and resource as it would be
 */
export function measuresAfter(
  model: Pick<ClusterModel, "capacity">,
  { index, measures }: ModelNode,
  before: Float64Array,
  after: Float64Array,
): NodeMeasures {
  const { capacity } = model;
  const cpu = changeOf(capacity, index, CPU_NOW, before, after);
  const memory = changeOf(capacity, index, MEMORY_NOW, before, after);
  const ioWait = changeOf(capacity, index, IO_WAIT, before, after);
  const io = pressureAfter(
    measures.pressureIoSomePercent,
    measures.pressureIoFullPercent,
    changeOf(capacity, index, IO_PRESSURE, before, after),
  );
  const waiting = pressureAfter(
    measures.pressureMemorySomePercent,
    measures.pressureMemoryFullPercent,
    changeOf(capacity, index, MEMORY_PRESSURE, before, after),
  );
  return {
    ...measures,
    cpu: shifted(measures.cpu, cpu),
    memory: shifted(measures.memory, memory),
    ioWait: shifted(measures.ioWait, ioWait),
    pressureCpuSomePercent: percentAfter(
      measures.pressureCpuSomePercent,
      changeOf(capacity, index, CPU_PRESSURE, before, after),
    ),
    pressureIoSomePercent: io.some,
    pressureIoFullPercent: io.full,
    pressureMemorySomePercent: waiting.some,
    pressureMemoryFullPercent: waiting.full,
    loadPerThread: atLeastZero(measures.loadPerThread, cpu / 100),
    memoryAllocationRatio: atLeastZero(
      measures.memoryAllocationRatio,
      ratioChange(capacity, index, MEMORY_ALLOCATED, before, after),
    ),
    cpuAllocationRatio: atLeastZero(
      measures.cpuAllocationRatio,
      ratioChange(capacity, index, CPU_ALLOCATED, before, after),
    ),
  };
}

/** Scores of all nodes and of the cluster while guests move; only nodes that changed are scored again. */
export class ClusterScores {
  private readonly curves: ScoringCurves;
  private readonly before: Float64Array;
  private readonly weights: Float64Array;
  private readonly scores: Float64Array;
  private readonly totalWeight: number;

  /** @param load what nodes carry by their readings: the load of the placement before any move */
  constructor(
    private readonly model: ClusterModel,
    load: Float64Array,
  ) {
    this.curves = compileScoringCurves(model.input.scoringSettings);
    this.before = load.slice();
    this.weights = weightsOf(model.nodes);
    this.totalWeight = this.weights.reduce((sum, weight) => sum + weight, 0);
    this.scores = Float64Array.from(model.nodes, ({ index }) => this.scoreWith(index, load));
  }

  /** Score of one node with what it would carry, 0–100. Nothing is kept. */
  scoreWith(node: number, load: Float64Array): number {
    const modelNode = this.model.nodes[node];
    if (!modelNode) return 0;
    const measures = measuresAfter(this.model, modelNode, this.before, load);
    return suitabilityPercent(
      totalPoints(chargeNode(measures, this.curves)),
      this.curves.settings["scoring.suitability.halfPoints"],
    );
  }

  /** Score of one node as it was last scored, 0–100. */
  scoreOf(node: number): number {
    return this.scores[node] ?? 0;
  }

  /** Scores the nodes again that changed. */
  update(nodes: Iterable<number>, load: Float64Array): void {
    for (const node of nodes) if (node >= 0) this.scores[node] = this.scoreWith(node, load);
  }

  /** Whether a node counts in the cluster's health. */
  counts(node: number): boolean {
    return (this.weights[node] ?? 0) > 0;
  }

  /** The lowest score of the nodes that count; infinite without any. */
  worst(): number {
    let worst = Number.POSITIVE_INFINITY;
    for (const [node, weight] of this.weights.entries()) {
      if (weight > 0) worst = Math.min(worst, this.scores[node] ?? 0);
    }
    return worst;
  }

  /** How much of the cluster's health one point of a node's score is; 0 for a node that does not count. */
  weightOf(node: number): number {
    return this.totalWeight > 0 ? (this.weights[node] ?? 0) / this.totalWeight : 0;
  }

  /** Health of the cluster as by `scoreCluster`, 0–100; null without a node that counts. */
  health(): number | null {
    if (this.totalWeight === 0) return null;
    let sum = 0;
    for (const [node, weight] of this.weights.entries()) sum += weight * (this.scores[node] ?? 0);
    return sum / this.totalWeight;
  }
}

/** In percentage points of capacity. */
function changeOf(
  capacity: Float64Array,
  node: number,
  resource: number,
  before: Float64Array,
  after: Float64Array,
): number {
  const place = node * RESOURCE_COUNT + resource;
  const whole = capacity[place] ?? 0;
  if (whole <= 0) return 0;
  const was = (100 * (before[place] ?? 0)) / whole;
  const difference = (100 * (after[place] ?? 0)) / whole - was;
  if (Math.abs(difference) < ROUNDING) return 0;
  return difference < 0 ? Math.min(0, difference + Math.max(0, was - 100)) : difference;
}

function ratioChange(
  capacity: Float64Array,
  node: number,
  resource: number,
  before: Float64Array,
  after: Float64Array,
): number {
  const place = node * RESOURCE_COUNT + resource;
  const whole = capacity[place] ?? 0;
  return whole > 0 ? ((after[place] ?? 0) - (before[place] ?? 0)) / whole : 0;
}

function shifted(measures: ResourceMeasures, by: number): ResourceMeasures {
  if (by === 0) return measures;
  return {
    ...measures,
    nowPercent: percentAfter(measures.nowPercent, by),
    dayPercent: percentAfter(measures.dayPercent, by),
    weekPercent: percentAfter(measures.weekPercent, by),
    peakPercent: percentAfter(measures.peakPercent, by),
  };
}

function pressureAfter(some: number | null, full: number | null, by: number) {
  const someAfter = percentAfter(some, by);
  const fullAfter = percentAfter(full, by);
  if (by === 0 || someAfter === null || fullAfter === null) return { some: someAfter, full: fullAfter };
  return { some: someAfter, full: Math.min(fullAfter, Math.max(someAfter, full ?? 0)) };
}

function percentAfter(percent: number | null, by: number): number | null {
  return percent === null || by === 0 ? percent : Math.min(100, Math.max(0, percent + by));
}

function atLeastZero(value: number | null, by: number): number | null {
  return value === null ? null : Math.max(0, value + by);
}

/** Memory of the nodes of which something current is known; 0 for the others. As in `scoreCluster`. */
function weightsOf(nodes: readonly ModelNode[]): Float64Array {
  const isCounted = ({ measures: { status, cpu, memory, ioWait } }: ModelNode) =>
    status === "online" && [cpu, memory, ioWait].some(({ nowPercent }) => nowPercent !== null);
  const sizeOf = ({ node: { memoryTotalBytes: bytes } }: ModelNode) =>
    bytes !== null && Number.isFinite(bytes) && bytes > 0 ? bytes : null;
  const sizes = nodes.filter(isCounted).flatMap((node) => sizeOf(node) ?? []);
  const typical = sizes.length === 0 ? 1 : sizes.reduce((sum, bytes) => sum + bytes, 0) / sizes.length;
  return Float64Array.from(nodes, (node) => (isCounted(node) ? (sizeOf(node) ?? typical) : 0));
}
