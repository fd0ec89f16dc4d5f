import { type NodeNeed, nodesInNeed } from "../search/balance-need";
import type { SearchState, SearchStep, StepCause } from "../search/search-state";
import { isForced } from "./net-steps";

/**
 * Why a step is made at this moment: of those for balance's sake, the most loaded of its nodes that is in need and was when the wave
 * began; null without one.
 *
 * @param needs by node, when the wave began: a need that only arises within the wave is none yet
 */
export function causeNow(
  state: SearchState,
  step: SearchStep,
  needs: ReadonlyMap<number, NodeNeed>,
): StepCause | null {
  if (isForced(step) || step.need === "distribution") return step;
  const touched = new Set(step.moves.flatMap(({ from, to }) => [from, to]));
  const needy = nodesInNeed(state).find(({ node }) => touched.has(node) && needs.has(node));
  const need = needs.get(needy?.node ?? -1);
  return need ? { need: need.need, subject: state.model.nodes[need.node]?.node.name ?? "" } : null;
}
