import type { Scenario, ScenarioNode } from "@/lib/inventory/scenario/scenario";
import type { ScenarioGuest } from "@/lib/inventory/scenario/scenario-guest";
import type { Plan, PlannedMove } from "@/lib/planning/plan";

/** One moment of a plan: where guests are, and which nodes hold a guest on its way besides. */
export interface Moment {
  readonly wave: readonly PlannedMove[];
  readonly before: ReadonlyMap<number, string>;
  readonly after: ReadonlyMap<number, string>;
}

/** The waves of a plan with the places before and after each. */
export function replay(scenario: Scenario, plan: Plan): readonly Moment[] {
  let before: ReadonlyMap<number, string> = new Map(scenario.guests.map(({ vmid, node }) => [vmid, node]));
  const waves = [...new Set(plan.moves.map(({ wave }) => wave))];
  return waves.map((number) => {
    const wave = plan.moves.filter((move) => move.wave === number);
    const after = new Map(before);
    for (const { vmid, to } of wave) after.set(vmid, to);
    const moment = { wave, before, after };
    before = after;
    return moment;
  });
}

export function memoryOf({ status, memory, memoryUsed }: ScenarioGuest): number {
  return status === "stopped" ? 0 : Math.min(memoryUsed ?? memory, memory);
}

export function threadsOf({ status, cpuUsed, cores, sockets }: ScenarioGuest): number {
  return status === "running" ? Math.min(cpuUsed, cores * sockets) : 0;
}

export function virtualCpusOf({ status, cores, sockets }: ScenarioGuest): number {
  return status === "stopped" ? 0 : cores * sockets;
}

/** Sum of a figure over a node's guests. */
export function sumOn(
  scenario: Scenario,
  nodeOf: ReadonlyMap<number, string>,
  name: string,
  figure: (guest: ScenarioGuest) => number,
): number {
  return scenario.guests.reduce(
    (sum, guest) => sum + (nodeOf.get(guest.vmid) === name ? figure(guest) : 0),
    0,
  );
}

/** CPU and memory in use, as shares of what the node has. */
export function sharesOf(
  scenario: Scenario,
  nodeOf: ReadonlyMap<number, string>,
  node: ScenarioNode,
): { readonly cpu: number; readonly memory: number } {
  return {
    cpu: node.baseCpu + sumOn(scenario, nodeOf, node.name, threadsOf) / node.cores,
    memory: (node.baseMemory + sumOn(scenario, nodeOf, node.name, memoryOf)) / node.memory,
  };
}

export function isEmptied(scenario: Scenario, { name, maintenance }: ScenarioNode): boolean {
  return maintenance || scenario.evacuate.includes(name);
}
