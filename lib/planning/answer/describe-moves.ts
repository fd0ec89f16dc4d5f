import { benefitSeconds } from "../cost/benefit-seconds";
import { DEFAULT_COST_FACTORS } from "../cost/cost-factors";
import { estimateMove } from "../cost/estimate-move";
import { moveFiguresFrom } from "../cost/move-figures";
import { CPU, IO_WAIT, LOCAL_DISK, MEMORY } from "../model/cluster-model";
import { isForced } from "../ordering/net-steps";
import type { OrderedMove } from "../ordering/order-steps";
import type { PlannedMove } from "../plan";
import { moveConfidence } from "../reasons/move-confidence";
import type { MoveEvidence, NodeEvidence, NodeFigures } from "../reasons/move-evidence";
import { moveReason } from "../reasons/move-reason";
import { moveRisk } from "../reasons/move-risk";
import type { SearchState } from "../search/search-state";
import { guestsOn, usedShare } from "./describe-nodes";

/** A move as it is carried out: both nodes before and after, and the cluster's health then. */
interface Observed {
  readonly move: OrderedMove;
  readonly before: ReadonlyMap<number, NodeFigures>;
  readonly after: ReadonlyMap<number, NodeFigures>;
  readonly loadBefore: ReadonlyMap<number, number>;
  readonly loadAfter: ReadonlyMap<number, number>;
  readonly thresholds: ReadonlyMap<number, number>;
  readonly health: number;
}

/**
 * The moves with everything an operator wants to know of them. Figures of a bundle are those before its first and after its last move.
 *
 * @param state at the start; at the end afterwards
 */
export function describeMoves(state: SearchState, moves: readonly OrderedMove[]): readonly PlannedMove[] {
  const observed = moves.map((move) => observe(state, move));
  const bundles = new Map<number, Observed[]>();
  for (const one of observed) {
    const { bundle } = one.move;
    if (bundle !== null) bundles.set(bundle, [...(bundles.get(bundle) ?? []), one]);
  }
  const { input } = state.model;
  const figuresOf = moveFiguresFrom(input);
  const costSpreadFraction = input.costSpreadFraction ?? DEFAULT_COST_FACTORS.spreadFraction;
  return observed.flatMap((one): PlannedMove[] => {
    const { move } = one;
    const unit = (move.bundle === null ? null : bundles.get(move.bundle)) ?? [one];
    const guest = state.model.guests[move.guest]?.guest;
    const source = nodeEvidence(state, move.from, unit);
    const target = nodeEvidence(state, move.to, unit);
    if (!guest || !source || !target) return [];
    const figures = figuresOf(guest, source.name, target.name);
    const cost = estimateMove(figures);
    const evidence: MoveEvidence = {
      guest,
      need: move.need,
      subject: move.subject,
      rule:
        move.need === "rule"
          ? (state.model.rules.rules.find(({ rule }) => rule.id === move.subject)?.rule ?? null)
          : null,
      source: withPlan(source, move, observed),
      target,
      figures,
      cost,
      costSpreadFraction,
      benefitSeconds: isForced(move) ? null : benefitOf(state, unit),
      temporary: move.temporary,
      bundleSize: unit.length,
    };
    return [
      {
        wave: move.wave,
        vmid: guest.vmid,
        name: guest.name,
        from: source.name,
        to: target.name,
        kind: figures.kind,
        reason: moveReason(evidence),
        confidence: moveConfidence(evidence),
        risk: moveRisk(evidence),
        seconds: cost.seconds,
        secondsRange: {
          from: cost.seconds / (1 + costSpreadFraction),
          to: cost.seconds * (1 + costSpreadFraction),
        },
        downtimeMs: cost.downtimeMs,
        bytes: cost.bytes,
        scoreAfter: one.health,
        temporary: move.temporary,
        bundle: move.bundle,
      },
    ];
  });
}

function observe(state: SearchState, move: OrderedMove): Observed {
  const nodes = [move.from, move.to];
  const before = new Map(nodes.map((node) => [node, figuresOfNode(state, node)]));
  const loadBefore = new Map(nodes.map((node) => [node, state.loads.of(node)]));
  const thresholds = new Map(nodes.map((node) => [node, state.loads.leadingThreshold(node)]));
  state.placement.apply(move.guest, move.to);
  state.scores.update(nodes, state.placement.load);
  return {
    move,
    before,
    after: new Map(nodes.map((node) => [node, figuresOfNode(state, node)])),
    loadBefore,
    loadAfter: new Map(nodes.map((node) => [node, state.loads.of(node)])),
    thresholds,
    health: state.scores.health() ?? 0,
  };
}

function figuresOfNode(state: SearchState, node: number): NodeFigures {
  return {
    cpuFraction: usedShare(state, node, CPU),
    memoryFraction: usedShare(state, node, MEMORY),
    ioWaitFraction: usedShare(state, node, IO_WAIT),
    diskFraction: usedShare(state, node, LOCAL_DISK),
    score: state.scores.scoreOf(node),
    guests: guestsOn(state, node),
  };
}

function nodeEvidence(state: SearchState, node: number, unit: readonly Observed[]): NodeEvidence | null {
  const modelNode = state.model.nodes[node];
  const before = unit.find((one) => one.before.has(node))?.before.get(node);
  const after = unit.findLast((one) => one.after.has(node))?.after.get(node);
  if (!modelNode || !before || !after) return null;
  const { scoringSettings } = state.model.input;
  const { cpu, memory } = modelNode.measures;
  return {
    name: modelNode.node.name,
    before,
    after,
    cpuThresholdFraction: scoringSettings["planning.cpuThreshold"] / 100,
    memoryThresholdFraction: scoringSettings["planning.memoryThreshold"] / 100,
    ioWaitThresholdFraction: scoringSettings["planning.iowaitThreshold"] / 100,
    cpuDayFraction: cpu.dayPercent === null ? null : cpu.dayPercent / 100,
    memoryDayFraction: memory.dayPercent === null ? null : memory.dayPercent / 100,
    dayCoverage: Math.min(cpu.dayCoverage, memory.dayCoverage),
    weekCoverage: Math.min(cpu.weekCoverage, memory.weekCoverage),
  };
}

/** The source with what all moves away from it for the same need do to it; a plan proposes them only together. */
function withPlan(source: NodeEvidence, move: OrderedMove, observed: readonly Observed[]): NodeEvidence {
  const leaving = observed.filter(
    (one) => one.move.from === move.from && one.move.subject === move.subject && !one.move.temporary,
  );
  const before = leaving[0]?.before.get(move.from);
  const after = leaving.at(-1)?.after.get(move.from);
  return before && after ? { ...source, inPlan: { before, after } } : source;
}

/** What the relief of the higher of the nodes is worth, in seconds. */
function benefitOf(state: SearchState, unit: readonly Observed[]): number {
  const nodes = new Set(unit.flatMap(({ move }) => [move.from, move.to]));
  let before = { load: 0, threshold: 1 };
  let after = 0;
  for (const node of nodes) {
    const first = unit.find((one) => one.loadBefore.has(node));
    const load = first?.loadBefore.get(node) ?? 0;
    if (load > before.load) before = { load, threshold: first?.thresholds.get(node) ?? 1 };
    after = Math.max(after, unit.findLast((one) => one.loadAfter.has(node))?.loadAfter.get(node) ?? 0);
  }
  const relieved = (before.load - after) * before.threshold;
  return benefitSeconds(relieved, state.model.input.settings["planning.benefitHours"]);
}
