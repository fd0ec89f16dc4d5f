import { benefitSeconds } from "../cost/benefit-seconds";
import type { GuestMove, SearchState } from "./search-state";

/** Figures that differ by less are the same. */
const ROUNDING = 1e-9;

/** A guest that weighs less than this share of its node need not relieve it by as much as a bigger one. */
const FULL_WEIGHT_FRACTION = 0.04;

/** What the nodes of a step looked like before it. */
export interface BeforeStep {
  readonly nodes: readonly number[];
  /** The one with the highest load. */
  readonly highest: number;
  /** Highest load of the nodes, and the share at which the resource behind it counts as loaded. */
  readonly load: number;
  readonly threshold: number;
}

export type Unworthy = "no-gain" | "too-small" | "too-costly" | "lowers-score";

/** Figures behind a judgement; in the words of {@link Unworthy}. */
export interface Judgement {
  readonly unworthy: Unworthy | null;
  /** Share of capacity by which the highest of the nodes is relieved. */
  readonly relievedFraction: number;
  /** What it had to be at least. */
  readonly leastFraction: number;
  readonly costSeconds: number;
  readonly benefitSeconds: number;
  readonly scoreBefore: number;
  readonly scoreAfter: number;
}

/** Looks at nodes before moves are tried on them. */
export function beforeStep(state: SearchState, nodes: readonly number[]): BeforeStep {
  let load = -1;
  let threshold = 1;
  let highest = -1;
  for (const node of nodes) {
    const own = state.loads.of(node);
    if (own <= load) continue;
    load = own;
    highest = node;
    threshold = state.loads.leadingThreshold(node);
  }
  return { nodes, highest, load, threshold };
}

/**
 * Whether moves that were just made are worth it, as docs/planning.md says: the highest load of their nodes falls by
 * `planning.minImprovement` points of share for each move (a single guest that takes less than 4 points off the highest of
 * them: in proportion less), that is worth more seconds than the moves take, and neither the worst
 * score of any node nor the cluster's health falls.
 *
 * @param before of all nodes that the moves touch; the state's scores are still those from before
 */
export function judgeStep(state: SearchState, before: BeforeStep, moves: readonly GuestMove[]): Judgement {
  const { settings } = state.model.input;
  let after = 0;
  for (const node of before.nodes) after = Math.max(after, state.loads.of(node));
  const relievedFraction = (before.load - after) * before.threshold;
  const taken = (before.load - state.loads.of(before.highest)) * before.threshold;
  const part = moves.length > 1 ? moves.length : Math.min(1, Math.max(0, taken) / FULL_WEIGHT_FRACTION);
  const least = (part * settings["planning.minImprovement"]) / 100;
  const figures: Judgement = {
    unworthy: null,
    relievedFraction,
    leastFraction: least,
    costSeconds: 0,
    benefitSeconds: 0,
    scoreBefore: 0,
    scoreAfter: 0,
  };
  if (relievedFraction <= ROUNDING) return { ...figures, unworthy: "no-gain" };
  if (relievedFraction < least) return { ...figures, unworthy: "too-small" };
  const worth = benefitSeconds(relievedFraction, settings["planning.benefitHours"]);
  const costSeconds = state.secondsOf(moves);
  const seconds = { ...figures, costSeconds, benefitSeconds: worth };
  if (worth <= costSeconds) return { ...seconds, unworthy: "too-costly" };
  const lowered = loweredScore(state, before.nodes);
  return lowered ? { ...seconds, ...lowered, unworthy: "lowers-score" } : seconds;
}

function loweredScore(state: SearchState, nodes: readonly number[]) {
  const { scores, placement } = state;
  let change = 0;
  let worst = Number.POSITIVE_INFINITY;
  for (const node of nodes) {
    if (!scores.counts(node)) continue;
    const score = scores.scoreWith(node, placement.load);
    change += scores.weightOf(node) * (score - scores.scoreOf(node));
    worst = Math.min(worst, score);
  }
  if (change < -ROUNDING) {
    const health = scores.health() ?? 0;
    return { scoreBefore: health, scoreAfter: health + change };
  }
  const before = scores.worst();
  return worst < before - ROUNDING ? { scoreBefore: before, scoreAfter: worst } : null;
}
