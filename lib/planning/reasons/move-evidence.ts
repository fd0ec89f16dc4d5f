import type { Guest } from "@/lib/inventory/snapshot";
import type { MoveCost, MoveFigures } from "../cost/estimate-move";
import type { Need } from "../plan";
import type { PlacementRule } from "../rules/placement-rule";

/** Everything that a move's reason, confidence and risk are made from. */
export interface MoveEvidence {
  readonly guest: Guest;
  readonly need: Need;
  /** What is relieved or repaired: a node's name or a rule's id. It need not be the move's source: a chain makes room elsewhere. */
  readonly subject: string;
  /** The rule that is repaired; null for every other need. */
  readonly rule: PlacementRule | null;
  readonly source: NodeEvidence;
  readonly target: NodeEvidence;
  readonly figures: MoveFigures;
  readonly cost: MoveCost;
  /** Relative spread of cost estimates, 0–1, from the cost factors. */
  readonly costSpreadFraction: number;
  /** Of an optional move: what it is worth, in seconds; null for a forced one. */
  readonly benefitSeconds: number | null;
  readonly temporary: boolean;
  /** How many moves only make sense together with this one, itself included; 1 for a move of its own. */
  readonly bundleSize: number;
}

/** One node of a move, before its step and after it. */
export interface NodeEvidence {
  readonly name: string;
  readonly before: NodeFigures;
  readonly after: NodeFigures;
  /** Of a source: before the first and after the last of the plan's moves that leave it for the same need. Absent: as `before` and `after`. */
  readonly inPlan?: { readonly before: NodeFigures; readonly after: NodeFigures };
  /** From where each resource counts as loaded, shares 0–1. */
  readonly cpuThresholdFraction: number;
  readonly memoryThresholdFraction: number;
  readonly ioWaitThresholdFraction: number;
  /** Averages of the last day, shares 0–1; null where no past is known. */
  readonly cpuDayFraction: number | null;
  readonly memoryDayFraction: number | null;
  /** How much of the last day and week has readings, 0–1. */
  readonly dayCoverage: number;
  readonly weekCoverage: number;
}

/** What a node carries at one moment; shares of capacity, 0–1 and above. */
export interface NodeFigures {
  readonly cpuFraction: number;
  readonly memoryFraction: number;
  readonly ioWaitFraction: number;
  /** Of local storage; 0 where there is none. */
  readonly diskFraction: number;
  /** Suitability by scoring, 0–100. */
  readonly score: number;
  readonly guests: number;
}

export type SharedResource = "cpu" | "memory" | "ioWait";

/** Needs that must be met whatever it costs in balance. */
export function isForced(need: Need): boolean {
  return need === "rule" || need === "capacity" || need === "evacuation" || need === "home";
}

/** The resource of a node that is closest to its threshold, or furthest above it. */
export function leadingResource(node: NodeEvidence, when: "before" | "after"): SharedResource {
  const figures = node[when];
  const loads: readonly (readonly [SharedResource, number])[] = [
    ["cpu", figures.cpuFraction / node.cpuThresholdFraction],
    ["memory", figures.memoryFraction / node.memoryThresholdFraction],
    ["ioWait", figures.ioWaitFraction / node.ioWaitThresholdFraction],
  ];
  return loads.reduce((highest, one) => (one[1] > highest[1] ? one : highest))[0];
}

/** Share of a resource that a node has in use. */
export function shareOf(figures: NodeFigures, resource: SharedResource): number {
  if (resource === "cpu") return figures.cpuFraction;
  return resource === "memory" ? figures.memoryFraction : figures.ioWaitFraction;
}

/** From where a resource of a node counts as loaded, share 0–1. */
export function thresholdOf(node: NodeEvidence, resource: SharedResource): number {
  if (resource === "cpu") return node.cpuThresholdFraction;
  return resource === "memory" ? node.memoryThresholdFraction : node.ioWaitThresholdFraction;
}
