import { shareOf } from "../model/node-load";
import type { SearchState } from "./search-state";

/** A search that has begun goes on until loads are below this, so that noise does not start it again. */
const COMFORTABLE_LOAD = 0.95;

/** And until spreads are below this part of `planning.balanciness`. */
const COMFORTABLE_SPREAD = 0.6;

/** A node that should be relieved for balance's sake, and why. */
export interface NodeNeed {
  readonly node: number;
  readonly load: number;
  readonly need: "contention" | "imbalance";
}

/**
 * Nodes that still need relief while a search goes on, the highest load first: those with a load of 0.95 or more, and those that are
 * further from the emptiest node than 0.6 × `planning.balanciness` in a resource that some node uses above `planning.imbalanceFloor`.
 */
export function nodesInNeed(state: SearchState): readonly NodeNeed[] {
  const { model, loads, placement, receivers } = state;
  const { settings } = model.input;
  const spread = (COMFORTABLE_SPREAD * settings["planning.balanciness"]) / 100;
  const floor = settings["planning.imbalanceFloor"] / 100;
  const uneven = new Set<number>();
  for (const compared of loads.compared) {
    if (!compared.balanced) continue;
    const shares = receivers.map((node) => shareOf(model, placement.load, node, compared));
    const highest = Math.max(...shares);
    const lowest = Math.min(...shares);
    if (highest <= floor || highest - lowest <= spread) continue;
    for (const [place, node] of receivers.entries()) {
      if ((shares[place] ?? 0) - lowest > spread && (shares[place] ?? 0) > floor) uneven.add(node);
    }
  }
  return sources(state)
    .map((node) => ({ node, load: loads.of(node) }))
    .filter(({ node, load }) => load >= COMFORTABLE_LOAD || uneven.has(node))
    .map(
      ({ node, load }): NodeNeed => ({
        node,
        load,
        need: load >= COMFORTABLE_LOAD ? "contention" : "imbalance",
      }),
    )
    .sort((one, other) => other.load - one.load);
}

/** Nodes that guests may leave for balance's sake. */
function sources({ receivers }: SearchState): readonly number[] {
  return receivers;
}
