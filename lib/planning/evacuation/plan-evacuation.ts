import { netSteps } from "../ordering/net-steps";
import { orderSteps } from "../ordering/order-steps";
import type { Plan } from "../plan";
import { type PlanningPorts, planWith } from "../plan-cluster";
import type { PlanningInput } from "../planning-input";
import { emptyNodes } from "../search/empty-nodes";
import { toStart } from "../search/search-moves";

/**
 * Empties nodes, and does nothing else: every guest of them, running or stopped, managed by HA or not, is spread over the other nodes. Those
 * that cannot go are blocked, each with what helps.
 *
 * @param nodes names of the nodes to be emptied, besides those that the input already says
 */
export function planEvacuation(
  input: PlanningInput,
  nodes: readonly string[],
  ports: PlanningPorts = {},
): Plan {
  const evacuate = [...new Set([...input.evacuate, ...nodes])].sort();
  return planWith({ ...input, evacuate }, ports, (state) => {
    emptyNodes(state);
    const steps = netSteps(state, state.steps);
    toStart(state);
    return { ordered: orderSteps(state, steps).moves, staying: [], scope: "evacuation" };
  });
}
