import type { ScenarioInput } from "@/lib/inventory/scenario/scenario";
import { createGuards } from "@/lib/planning/guards/create-guards";
import type { MovePurpose } from "@/lib/planning/guards/guard";
import { buildClusterModel } from "@/lib/planning/model/build-cluster-model";
import { createPlacement } from "@/lib/planning/model/create-placement";
import type { PlanningInput } from "@/lib/planning/planning-input";
import { inputOf } from "../scenario-input";

/** A cluster that can be asked whether a guest may go somewhere, and why not. */
export function clusterOf(
  given: Partial<ScenarioInput>,
  change: (input: PlanningInput) => PlanningInput = (input) => input,
) {
  const model = buildClusterModel(change(inputOf(given)));
  const placement = createPlacement(model);
  const guards = createGuards(model);
  const question = (vmid: number, name: string, purpose: MovePurpose) => ({
    model,
    placement,
    guest: model.guestIndex.get(vmid) ?? -1,
    target: model.nodeIndex.get(name) ?? -1,
    purpose,
  });
  return {
    placement,
    model,
    refuse: (vmid: number, name: string, purpose: MovePurpose = "optional") =>
      guards.refuse(question(vmid, name, purpose)),
    refuseInGroup: (vmid: number, name: string, purpose: MovePurpose = "optional") =>
      guards.refuseInGroup(question(vmid, name, purpose)),
    explain: (vmid: number, name: string, purpose: MovePurpose = "optional") => {
      const asked = question(vmid, name, purpose);
      const code = guards.refuse(asked);
      return code === null ? null : guards.explain(asked, code);
    },
    move: (vmid: number, name: string) => {
      const { guest, target } = question(vmid, name, "optional");
      placement.apply(guest, target);
    },
  };
}
