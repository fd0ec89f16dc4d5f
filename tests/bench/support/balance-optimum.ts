import loadHighs from "highs";
import type { Scenario, ScenarioNode } from "@/lib/inventory/scenario/scenario";
import type { ScenarioGuest } from "@/lib/inventory/scenario/scenario-guest";
import { plainRules } from "../../support/planning/plain-rules";
import { memoryOf, sumOn, threadsOf, virtualCpusOf } from "../../support/planning/replay";

/** The settings' defaults, written down once more: the yardstick must not move with what it measures. */
const THRESHOLDS = { cpu: 0.6, memory: 0.7 } as const;
const CAPS = { cpu: 0.85, memory: 0.9 } as const;
const OVERCOMMIT = 4;

export interface Optimum {
  readonly value: number;
  /** False when the solver ran out of time: then it is the best that it found. */
  readonly proven: boolean;
}

export interface SolverLimits {
  readonly seconds: number;
  /** How far, as a share, the answer may be from the optimum. */
  readonly gap: number;
}

/** Highest load of any node: CPU in use over 60 %, or memory in use over 70 %, whichever is more. */
export function worstLoad(scenario: Scenario, nodeOf: ReadonlyMap<number, string>): number {
  return Math.max(...scenario.nodes.flatMap((node) => loadsOf(scenario, nodeOf, node)));
}

/** The exact answers to "how even can it get" for one cluster, as mixed-integer programs. */
export async function balanceSolver(scenario: Scenario, limits: SolverLimits) {
  const highs = await loadHighs();
  const solve = (goal: string, rows: readonly string[]): Optimum | null => {
    const text = `Minimize\n ${goal}\nSubject To\n${rows.join("\n")}\nBounds\n z >= 0\nBinary\n ${placesOf(scenario)}\nEnd\n`;
    const answer = highs.solve(text, { time_limit: limits.seconds, mip_rel_gap: limits.gap });
    const value = answer.ObjectiveValue;
    if (answer.Status !== "Optimal" && answer.Status !== "Time limit reached") return null;
    return Number.isFinite(value) ? { value, proven: answer.Status === "Optimal" } : null;
  };
  const rows = placementRows(scenario);
  const moved = movedTerms(scenario);
  return {
    /** The lowest highest load that so many moves can reach. */
    lowestLoad: (moves: number) => solve("goal: z", [...rows, ` moves: ${moved} <= ${moves}`]),
    /** The fewest moves after which no node's load is above this. */
    fewestMoves: (load: number) => solve(`goal: ${moved}`, [...rows, ` level: z <= ${load}`]),
  };
}

function placementRows(scenario: Scenario): readonly string[] {
  const now = new Map(scenario.guests.map(({ vmid, node }) => [vmid, node]));
  const once = scenario.guests.map(
    ({ vmid }) => ` one_${vmid}: ${scenario.nodes.map((_, node) => place(vmid, node)).join(" + ")} = 1`,
  );
  const loads = scenario.nodes.flatMap((node, index) => [
    ...resourceRows(scenario, index, {
      name: "cpu",
      figure: threadsOf,
      own: node.baseCpu * node.cores,
      capacity: node.cores,
      now,
    }),
    ...resourceRows(scenario, index, {
      name: "memory",
      figure: memoryOf,
      own: node.baseMemory,
      capacity: node.memory,
      now,
    }),
    ` promised_${index}: ${terms(scenario, index, (guest) => virtualCpusOf(guest) / node.cores)} <= ${Math.max(OVERCOMMIT, sumOn(scenario, now, node.name, virtualCpusOf) / node.cores)}`,
  ]);
  return [...once, ...loads, ...ruleRows(scenario)];
}

interface ResourceRow {
  readonly name: "cpu" | "memory";
  readonly figure: (guest: ScenarioGuest) => number;
  readonly own: number;
  readonly capacity: number;
  readonly now: ReadonlyMap<number, string>;
}

function resourceRows(
  scenario: Scenario,
  index: number,
  { name, figure, own, capacity, now }: ResourceRow,
): readonly string[] {
  const node = scenario.nodes[index]?.name ?? "";
  const shares = terms(scenario, index, (guest) => figure(guest) / capacity);
  const present = sumOn(scenario, now, node, figure) / capacity;
  const most = Math.max(CAPS[name] - own / capacity, present);
  return [
    ` ${name}_${index}: ${shares} - ${THRESHOLDS[name]} z <= ${-own / capacity}`,
    ` cap_${name}_${index}: ${shares} <= ${most}`,
  ];
}

function ruleRows(scenario: Scenario): readonly string[] {
  return plainRules(scenario).flatMap(({ kind, vmids }, rule) => {
    if (kind === "ignore") {
      const still = scenario.guests.filter(({ vmid }) => vmids.includes(vmid));
      return still.map((guest) => ` still_${guest.vmid}_${rule}: ${home(scenario, guest)} = 1`);
    }
    if (kind !== "anti-affinity" || vmids.length < 2) return [];
    return scenario.nodes.map(
      (_, node) => ` apart_${rule}_${node}: ${vmids.map((vmid) => place(vmid, node)).join(" + ")} <= 1`,
    );
  });
}

/** Number of guests that are not where they were: each place but the present one counts. */
function movedTerms(scenario: Scenario): string {
  return scenario.guests
    .flatMap((guest) =>
      scenario.nodes.flatMap(({ name }, node) => (name === guest.node ? [] : [place(guest.vmid, node)])),
    )
    .join(" + ");
}

function terms(scenario: Scenario, node: number, share: (guest: ScenarioGuest) => number): string {
  return scenario.guests.map((guest) => `${share(guest)} ${place(guest.vmid, node)}`).join(" + ");
}

function home(scenario: Scenario, { vmid, node: name }: ScenarioGuest): string {
  return place(
    vmid,
    scenario.nodes.findIndex((node) => node.name === name),
  );
}

function place(vmid: number, node: number): string {
  return `x_${vmid}_${node}`;
}

function placesOf(scenario: Scenario): string {
  return scenario.guests.flatMap(({ vmid }) => scenario.nodes.map((_, node) => place(vmid, node))).join(" ");
}

function loadsOf(
  scenario: Scenario,
  nodeOf: ReadonlyMap<number, string>,
  node: ScenarioNode,
): readonly number[] {
  const threads = node.baseCpu * node.cores + sumOn(scenario, nodeOf, node.name, threadsOf);
  const bytes = node.baseMemory + sumOn(scenario, nodeOf, node.name, memoryOf);
  return [threads / node.cores / THRESHOLDS.cpu, bytes / node.memory / THRESHOLDS.memory];
}
