import { usedShare } from "./answer/describe-nodes";
import { CPU, MEMORY } from "./model/cluster-model";
import type { SearchState } from "./search/search-state";

/** Score 0–100; shares of capacity, 0 and above (above 1: more than there is). */
export interface NodeFigures {
  readonly score: number;
  readonly cpu: number;
  readonly memory: number;
}

/** Source and target of a move, and the cluster, as they are and with the guest at its target. */
export interface MoveEffect {
  readonly source: { readonly before: NodeFigures; readonly after: NodeFigures };
  readonly target: { readonly before: NodeFigures; readonly after: NodeFigures };
  /** Health of the cluster, 0–100; null without a node that can be scored. */
  readonly health: { readonly before: number | null; readonly after: number | null };
  /** Highest share of CPU or memory in use on any node that is up; 0 without one. */
  readonly worstShare: { readonly before: number; readonly after: number };
  /** The higher load of the two nodes; 1 is at a threshold. */
  readonly load: { readonly before: number; readonly after: number };
}

/**
 * What a guest's move to a node changes. The state is afterwards as it was.
 *
 * @param guest  index of the guest
 * @param target index of the node
 * @returns null where one of the nodes cannot be scored, or the guest is there already
 */
export function moveEffect(state: SearchState, guest: number, target: number): MoveEffect | null {
  const source = state.nodeOf(guest);
  const { placement, scores } = state;
  if (source < 0 || source === target || !scores.counts(source) || !scores.counts(target)) return null;
  const moment = () => ({
    source: figuresOf(state, source),
    target: figuresOf(state, target),
    health: scores.health(),
    worstShare: worstShare(state),
    load: Math.max(state.loads.of(source), state.loads.of(target)),
  });
  scores.update([source, target], placement.load);
  const before = moment();
  placement.apply(guest, target);
  scores.update([source, target], placement.load);
  const after = moment();
  placement.undo();
  scores.update([source, target], placement.load);
  return {
    source: { before: before.source, after: after.source },
    target: { before: before.target, after: after.target },
    health: { before: before.health, after: after.health },
    worstShare: { before: before.worstShare, after: after.worstShare },
    load: { before: before.load, after: after.load },
  };
}

/** A cluster as it is, by the same measures. */
export interface ClusterFigures {
  readonly health: number | null;
  readonly worstShare: number;
  /** Without nodes that cannot be scored. */
  readonly nodes: ReadonlyMap<string, NodeFigures>;
}

export function clusterFigures(state: SearchState): ClusterFigures {
  const scored = state.model.nodes.filter(({ index }) => state.scores.counts(index));
  return {
    health: state.scores.health(),
    worstShare: worstShare(state),
    nodes: new Map(scored.map(({ index, node }) => [node.name, figuresOf(state, index)])),
  };
}

function figuresOf(state: SearchState, node: number): NodeFigures {
  return {
    score: state.scores.scoreOf(node),
    cpu: usedShare(state, node, CPU),
    memory: usedShare(state, node, MEMORY),
  };
}

function worstShare(state: SearchState): number {
  let worst = 0;
  for (const { index, node } of state.model.nodes) {
    if (node.status !== "online") continue;
    worst = Math.max(worst, usedShare(state, index, CPU), usedShare(state, index, MEMORY));
  }
  return worst;
}
