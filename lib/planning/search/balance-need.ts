import { type ComparedResource, shareOf } from "../model/node-load";
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
  const { loads, receivers } = state;
  const uneven = unevenPlaces(state);
  const found: NodeNeed[] = [];
  for (let place = 0; place < receivers.length; place += 1) {
    const node = receivers[place] ?? -1;
    const load = loads.of(node);
    if (load >= COMFORTABLE_LOAD) found.push({ node, load, need: "contention" });
    else if (uneven[place] === 1) found.push({ node, load, need: "imbalance" });
  }
  return found.sort((one, other) => other.load - one.load);
}

/** By receiver: 1 for those that are too far from the emptiest in some resource. */
function unevenPlaces(state: SearchState): Uint8Array {
  const uneven = new Uint8Array(state.receivers.length);
  for (const compared of state.loads.compared) if (compared.balanced) markUneven(state, compared, uneven);
  return uneven;
}

function markUneven(
  { model, placement, receivers }: SearchState,
  compared: ComparedResource,
  uneven: Uint8Array,
): void {
  const { settings } = model.input;
  const spread = (COMFORTABLE_SPREAD * settings["planning.balanciness"]) / 100;
  const floor = settings["planning.imbalanceFloor"] / 100;
  const shares = Float64Array.from(receivers, (node) => shareOf(model, placement.load, node, compared));
  let highest = 0;
  let lowest = Number.POSITIVE_INFINITY;
  for (const share of shares) {
    if (share > highest) highest = share;
    if (share < lowest) lowest = share;
  }
  if (highest <= floor || highest - lowest <= spread) return;
  for (const [place, share] of shares.entries()) {
    if (share - lowest > spread && share > floor) uneven[place] = 1;
  }
}
