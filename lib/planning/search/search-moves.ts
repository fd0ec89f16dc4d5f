import { findNeeds } from "../need/find-needs";
import { netSteps } from "../ordering/net-steps";
import { type OrderedMove, orderSteps } from "../ordering/order-steps";
import { balanceLoads } from "./balance-loads";
import { emptyNodes } from "./empty-nodes";
import { relieveCapacity } from "./relieve-capacity";
import { repairRules } from "./repair-rules";
import type { SearchState } from "./search-state";

/** Everything that should move, in the order in which it can: what must be done first, then what is worth it. */
export function searchMoves(state: SearchState): readonly OrderedMove[] {
  repairRules(state);
  relieveCapacity(state);
  emptyNodes(state);
  const needs = findNeeds(state.model, state.placement);
  if (needs.some(({ need }) => need === "contention" || need === "imbalance")) balanceLoads(state);
  const steps = netSteps(state, state.steps);
  state.undo(state.placement.depth);
  state.scores.update(state.order, state.placement.load);
  return orderSteps(state, steps).moves;
}
