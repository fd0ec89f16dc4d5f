import type { Scenario, ScenarioNode } from "@/lib/inventory/scenario/scenario";
import type { ScenarioGuest } from "@/lib/inventory/scenario/scenario-guest";
import { plainRules } from "../../support/planning/plain-rules";
import { memoryOf, sumOn, threadsOf, virtualCpusOf } from "../../support/planning/replay";

/** The settings' defaults, written down once more: the yardstick must not move with what it measures. */
const THRESHOLDS = { cpu: 0.6, memory: 0.7 } as const;
const CAPS = { cpu: 0.85, memory: 0.9 } as const;
const OVERCOMMIT = 4;

/** What adding up many figures may be off, as a share. */
const ROUNDING = 1e-9;

type NodeOf = ReadonlyMap<number, string>;

interface Figure {
  readonly name: keyof typeof THRESHOLDS;
  readonly of: (guest: ScenarioGuest) => number;
  readonly own: (node: ScenarioNode) => number;
  readonly capacity: (node: ScenarioNode) => number;
}

const FIGURES: readonly Figure[] = [
  {
    name: "cpu",
    of: threadsOf,
    own: ({ baseCpu, cores }) => baseCpu * cores,
    capacity: ({ cores }) => cores,
  },
  {
    name: "memory",
    of: memoryOf,
    own: ({ baseMemory }) => baseMemory,
    capacity: ({ memory }) => memory,
  },
];

/** Highest load of any node: CPU in use over 60 %, or memory in use over 70 %, whichever is more. */
export function worstLoad(scenario: Scenario, nodeOf: NodeOf): number {
  return Math.max(
    ...scenario.nodes.flatMap((node) => FIGURES.map((figure) => loadOf(scenario, nodeOf, node, figure))),
  );
}

function loadOf(scenario: Scenario, nodeOf: NodeOf, node: ScenarioNode, figure: Figure): number {
  const used = figure.own(node) + sumOn(scenario, nodeOf, node.name, figure.of);
  return used / figure.capacity(node) / THRESHOLDS[figure.name];
}

/** What is asked of a placement: at most so many moves, and no node above this load; infinite where it does not matter. */
export interface Wanted {
  readonly moves: number;
  readonly load: number;
}

/** Placements of one cluster as rows of a mixed-integer program, and what is plain without solving it. */
export class BalanceProblem {
  private readonly now: NodeOf;

  constructor(readonly scenario: Scenario) {
    this.now = new Map(scenario.guests.map(({ vmid, node }) => [vmid, node]));
  }

  /** No placement has a lower highest load: all that is in use, spread as water would be. */
  get evenLoad(): number {
    const { nodes } = this.scenario;
    return Math.max(
      ...FIGURES.map((figure) => {
        const used = nodes.reduce(
          (sum, node) => sum + figure.own(node) + sumOn(this.scenario, this.now, node.name, figure.of),
          0,
        );
        return used / nodes.reduce((sum, node) => sum + figure.capacity(node), 0) / THRESHOLDS[figure.name];
      }),
    );
  }

  /** Guests that must leave a node so that it is not above the load, however they are chosen and wherever they go. */
  leaving(node: ScenarioNode, load: number): number {
    const counts = FIGURES.map((figure) => {
      const most = load * THRESHOLDS[figure.name] * figure.capacity(node) * (1 + ROUNDING);
      let excess = figure.own(node) + sumOn(this.scenario, this.now, node.name, figure.of) - most;
      const sizes = this.guestsOn(node)
        .map(figure.of)
        .sort((one, other) => other - one);
      let count = 0;
      for (; excess > 0 && count < sizes.length; count += 1) excess -= sizes[count] ?? 0;
      return count;
    });
    return Math.max(...counts);
  }

  /** So many moves at least are needed for every node to be at most at the load. */
  leastMoves(load: number): number {
    return this.scenario.nodes.reduce((sum, node) => sum + this.leaving(node, load), 0);
  }

  /** With so many moves no placement has a lower highest load than this, by counting alone. */
  leastLoad(moves: number, before: number): number {
    let low = this.evenLoad;
    if (this.leastMoves(low) <= moves) return low;
    let high = before;
    for (let step = 0; step < 40; step += 1) {
      const middle = (low + high) / 2;
      if (this.leastMoves(middle) > moves) low = middle;
      else high = middle;
    }
    return low;
  }

  /**
   * The program in the format that HiGHS reads. Columns: `x` for a guest on another node than its own, `o` for a guest that left its own,
   * `z` for the highest load.
   *
   * @param goal the lowest highest load, or whether there is a placement at all
   */
  text(goal: "load" | "any", { moves, load }: Wanted): string {
    const left = this.scenario.guests.map(({ vmid }) => out(vmid));
    const bounded = Number.isFinite(load);
    const rows = [
      ...this.scenario.guests.map(({ vmid }) => ` away_${vmid}: ${out(vmid)} - ${this.away(vmid)} = 0`),
      ...this.scenario.nodes.flatMap((node, index) => this.nodeRows(node, index)),
      ...this.ruleRows(),
      ...(bounded ? this.coverRows(load) : []),
      ...(moves < left.length ? [` moves: ${left.join(" + ")} <= ${moves}`] : []),
    ];
    const places = this.scenario.guests.flatMap(({ vmid }) => this.placesOf(vmid));
    const least = goal === "any" ? load : this.evenLoad;
    const bounds = bounded ? ` ${least} <= z <= ${load}` : ` z >= ${least}`;
    return `Minimize\n goal: z\nSubject To\n${rows.join("\n")}\nBounds\n${bounds}\nBinary\n ${[...left, ...places].join(" ")}\nEnd\n`;
  }

  /** Values of the program's columns for a placement. */
  valuesOf(nodeOf: NodeOf): ReadonlyMap<string, number> {
    const values = new Map<string, number>([["z", worstLoad(this.scenario, nodeOf)]]);
    for (const { vmid, node } of this.scenario.guests) {
      const place = this.scenario.nodes.findIndex(({ name }) => name === nodeOf.get(vmid));
      const moved = nodeOf.get(vmid) !== node && place >= 0;
      values.set(out(vmid), moved ? 1 : 0);
      if (moved) values.set(at(vmid, place), 1);
    }
    return values;
  }

  private guestsOn({ name }: ScenarioNode): readonly ScenarioGuest[] {
    return this.scenario.guests.filter(({ node }) => node === name);
  }

  private placesOf(vmid: number): readonly string[] {
    const home = this.now.get(vmid);
    return this.scenario.nodes.flatMap(({ name }, node) => (name === home ? [] : [at(vmid, node)]));
  }

  private away(vmid: number): string {
    return this.placesOf(vmid).join(" - ");
  }

  /** What arrives at a node less what leaves it, by a figure. */
  private change(node: ScenarioNode, index: number, figure: (guest: ScenarioGuest) => number): string {
    return this.scenario.guests
      .map((guest) =>
        guest.node === node.name
          ? `- ${figure(guest)} ${out(guest.vmid)}`
          : `+ ${figure(guest)} ${at(guest.vmid, index)}`,
      )
      .join(" ");
  }

  private nodeRows(node: ScenarioNode, index: number): readonly string[] {
    const rows = FIGURES.flatMap((figure) => {
      const capacity = figure.capacity(node);
      const present = loadOf(this.scenario, this.now, node, figure) * THRESHOLDS[figure.name];
      const change = this.change(node, index, (guest) => figure.of(guest) / capacity);
      const cap = Math.max(CAPS[figure.name], present);
      return [
        ` ${figure.name}_${index}: ${change} - ${THRESHOLDS[figure.name]} z <= ${-present}`,
        ` cap_${figure.name}_${index}: ${change} <= ${cap - present}`,
      ];
    });
    const promised = sumOn(this.scenario, this.now, node.name, virtualCpusOf);
    const most = Math.max(OVERCOMMIT * node.cores, promised);
    return [...rows, ` promised_${index}: ${this.change(node, index, virtualCpusOf)} <= ${most - promised}`];
  }

  private coverRows(load: number): readonly string[] {
    return this.scenario.nodes.flatMap((node, index) => {
      const count = this.leaving(node, load);
      const guests = this.guestsOn(node).map(({ vmid }) => out(vmid));
      return count > 0 ? [` leave_${index}: ${guests.join(" + ")} >= ${count}`] : [];
    });
  }

  private ruleRows(): readonly string[] {
    const { guests, nodes } = this.scenario;
    return plainRules(this.scenario).flatMap(({ kind, vmids }, rule) => {
      if (kind === "ignore") return vmids.map((vmid) => ` still_${vmid}_${rule}: ${out(vmid)} = 0`);
      if (kind !== "anti-affinity" || vmids.length < 2) return [];
      return nodes.map(({ name }, node) => {
        const here = guests.filter((guest) => vmids.includes(guest.vmid) && guest.node === name);
        const terms = vmids.map((vmid) =>
          this.now.get(vmid) === name ? `- ${out(vmid)}` : `+ ${at(vmid, node)}`,
        );
        return ` apart_${rule}_${node}: ${terms.join(" ")} <= ${1 - here.length}`;
      });
    });
  }
}

function out(vmid: number): string {
  return `o_${vmid}`;
}

function at(vmid: number, node: number): string {
  return `x_${vmid}_${node}`;
}
