import { netSteps } from "../ordering/net-steps";
import { orderSteps } from "../ordering/order-steps";
import type { NotMoved, Plan } from "../plan";
import { type PlanningPorts, planWith } from "../plan-cluster";
import type { PlanningInput } from "../planning-input";
import { refusedGuest } from "../reasons/refused-guest";
import type { MoveUnit } from "../search/move-units";
import { placeUnit, sizeOf } from "../search/place-unit";
import { toStart } from "../search/search-moves";
import type { SearchState } from "../search/search-state";

/**
 * Brings guests back to where they were before an evacuation, the largest first, and does nothing else. A guest that is gone, or whose
 * node is, is left out; one that its node does not take now stays where it is, with the reason.
 *
 * @param origins name of the node that each guest came from, by VMID
 */
export function planHome(
  input: PlanningInput,
  origins: ReadonlyMap<number, string>,
  ports: PlanningPorts = {},
): Plan {
  return planWith(input, ports, (state) => {
    bringHome(state, origins);
    const steps = netSteps(state, state.steps);
    toStart(state);
    const ordered = orderSteps(state, steps).moves;
    return { ordered, staying: awayFromHome(state, origins), scope: "home" };
  });
}

function bringHome(state: SearchState, origins: ReadonlyMap<number, string>): void {
  const { model } = state;
  const wanted = new Map<MoveUnit, number>();
  for (const { index, guest } of model.guests) {
    const home = homeOf(state, origins, guest.vmid);
    const unit = state.unitOf[index];
    if (unit && home !== null && state.nodeOf(index) !== home) wanted.set(unit, home);
  }
  const order = [...wanted].sort(
    ([one, its], [other, others]) =>
      sizeOf(state, other, others) - sizeOf(state, one, its) || one.index - other.index,
  );
  for (let before = -1; before !== state.steps.length; ) {
    before = state.steps.length;
    for (const [unit, home] of order) {
      const moves = placeUnit(state, unit, { targets: [home], depth: 0, fixed: new Set([unit]) });
      const subject = model.nodes[home]?.node.name ?? "";
      if (moves) state.steps.push({ need: "home", subject, moves });
    }
  }
}

function homeOf({ model }: SearchState, origins: ReadonlyMap<number, string>, vmid: number): number | null {
  const node = model.nodeIndex.get(origins.get(vmid) ?? "");
  return node === undefined ? null : node;
}

function awayFromHome(state: SearchState, origins: ReadonlyMap<number, string>): readonly NotMoved[] {
  const { model, placement, guards } = state;
  return model.guests.flatMap(({ index: guest, guest: it }) => {
    const target = homeOf(state, origins, it.vmid);
    if (target === null || state.nodeOf(guest) === target) return [];
    const question = { model, placement, guest, target, purpose: "forced" } as const;
    const code = guards.refuse(question);
    if (code === null) return [];
    const refusal = guards.explain(question, code);
    return [refusedGuest(it, [{ target: model.nodes[target]?.node.name ?? "", refusal }])];
  });
}
