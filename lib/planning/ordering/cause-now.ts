import { type NodeNeed, nodesInNeed } from "../search/balance-need";
import { isBroken } from "../search/repair-rules";
import type { SearchState, SearchStep, StepCause } from "../search/search-state";
import { isForced } from "./net-steps";

/** What is needed when a wave begins: what arises only within it is no need yet. */
export interface NeedsOfWave {
  /** By node. */
  readonly needs: ReadonlyMap<number, NodeNeed>;
  /** Rules that are broken then, or were when an earlier wave began. */
  readonly broken: ReadonlySet<string>;
}

/** What is needed as things stand, when a wave begins. */
export function needsNow(state: SearchState, earlier: NeedsOfWave | null): NeedsOfWave {
  const broken = new Set(earlier?.broken);
  for (const [index, { rule }] of state.model.rules.rules.entries()) {
    if (isBroken(state, index)) broken.add(rule.id);
  }
  return { needs: new Map(nodesInNeed(state).map((need) => [need.node, need])), broken };
}

/**
 * Why a step is made at this moment: of those for balance's sake, the most loaded of its nodes that is in need and was when the wave
 * began; null without one, and for a rule that has not been broken.
 */
export function causeNow(
  state: SearchState,
  step: SearchStep,
  { needs, broken }: NeedsOfWave,
): StepCause | null {
  if (step.need === "rule" && !broken.has(step.subject)) return null;
  if (isForced(step) || step.need === "distribution") return step;
  const touched = new Set(step.moves.flatMap(({ from, to }) => [from, to]));
  const needy = nodesInNeed(state).find(({ node }) => touched.has(node) && needs.has(node));
  const need = needs.get(needy?.node ?? -1);
  return need ? { need: need.need, subject: state.model.nodes[need.node]?.node.name ?? "" } : null;
}
