import { nodesInNeed } from "./balance-need";
import { makeBestSingle } from "./find-single";
import { makeBestSwap } from "./find-swap";
import type { SearchState } from "./search-state";

/**
 * Moves guests from the most loaded nodes as long as that is worth it, and at most `planning.maxMoves` guests in all. Where no single
 * move helps a node, a swap is looked for; where nothing does, the node is left alone.
 */
export function balanceLoads(state: SearchState): void {
  const most = state.model.input.settings["planning.maxMoves"];
  const hopeless = new Set<number>();
  let changed = false;
  let moved = state.movedCount();
  while (moved < most && !state.isOverTime) {
    const next = nodesInNeed(state).find(({ node }) => !hopeless.has(node));
    if (!next) {
      if (!changed || hopeless.size === 0) return;
      changed = false;
      hopeless.clear();
      continue;
    }
    const moves = makeBestSingle(state, next.node) ?? makeBestSwap(state, next.node);
    if (!moves) {
      hopeless.add(next.node);
      continue;
    }
    changed = true;
    state.steps.push({ need: next.need, subject: state.model.nodes[next.node]?.node.name ?? "", moves });
    moved += moves.length;
    if (moved > most) {
      state.steps.pop();
      state.undo(moves.length);
      return;
    }
  }
}
