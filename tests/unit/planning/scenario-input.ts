import { type ScenarioInput, scenario } from "@/lib/inventory/scenario/scenario";
import { planningInputFromScenario } from "@/lib/planning/input/planning-input-from-scenario";
import type { PlanningInput } from "@/lib/planning/planning-input";

export const GIB = 1_073_741_824;

type NodeInput = ScenarioInput["nodes"][number];
type GuestInput = NonNullable<ScenarioInput["guests"]>[number];

/** A node of 16 threads and 64 GiB. */
export function node(name: string, overrides: Partial<NodeInput> = {}): NodeInput {
  return { name, cores: 16, memory: 64 * GIB, ...overrides };
}

/** A running VM of 2 virtual CPUs and 4 GiB, half of each in use. */
export function guest(vmid: number, on: string, overrides: Partial<GuestInput> = {}): GuestInput {
  return {
    vmid,
    node: on,
    cores: 2,
    memory: 4 * GIB,
    cpuUsed: 1,
    memoryUsed: 2 * GIB,
    ...overrides,
  };
}

/** The input of a cluster of three nodes without guests, unless said otherwise. */
export function inputOf(overrides: Partial<ScenarioInput> = {}): PlanningInput {
  return planningInputFromScenario(
    scenario.parse({ nodes: [node("pve1"), node("pve2"), node("pve3")], ...overrides }),
  );
}
