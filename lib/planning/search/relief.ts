import { unitsOn } from "./find-single";
import type { SearchState } from "./search-state";

/** A plan need not fetch the last bit of what can be reached. */
const ENOUGH = 0.98;

/** Part of `planning.minImprovement` that may be left. */
const NOT_WORTH_IT = 0.9;

const ROUNDING = 1e-9;

/** Loads at one moment: of the busiest node, and of the busiest one that can be relieved. */
export interface Relievable {
  /** Busier nodes from which nothing helps. */
  readonly skipped: ReadonlySet<number>;
  readonly load: number;
  readonly highest: number;
  /** Share at which the resource counts as loaded that makes the load. */
  readonly threshold: number;
  readonly highestThreshold: number;
}

export interface NodeAt {
  readonly node: number;
  readonly load: number;
}

/** No node but the skipped ones may be above the level. */
export interface ReliefGoal {
  readonly skipped: ReadonlySet<number>;
  readonly level: number;
}

/**
 * The most loaded node that can be relieved as things stand: guests that may leave it, for a node that is less loaded with them than it
 * is now, take `planning.minImprovement` points of share off it together. Nodes that are pinned full, or hold one guest that is too large
 * for any other, are skipped.
 */
export function findRelievable(state: SearchState): Relievable {
  const { loads, receivers } = state;
  const byLoad = receivers
    .map((node) => ({ node, load: loads.of(node) }))
    .sort((one, other) => other.load - one.load);
  const skipped = new Set<number>();
  for (const { node } of byLoad) {
    if (canBeRelieved(state, node)) break;
    skipped.add(node);
  }
  const first = byLoad[0];
  const bar = byLoad.find(({ node }) => !skipped.has(node));
  return {
    skipped,
    load: bar?.load ?? 0,
    highest: first?.load ?? 0,
    threshold: bar ? loads.leadingThreshold(bar.node) : 1,
    highestThreshold: first ? loads.leadingThreshold(first.node) : 1,
  };
}

function canBeRelieved(state: SearchState, node: number): boolean {
  const { loads, receivers } = state;
  const load = loads.of(node);
  const least = state.model.input.settings["planning.minImprovement"] / 100;
  const leaving = new Float64Array(state.units[0]?.demand.length ?? 0);
  for (const unit of unitsOn(state, node)) {
    if (loads.with(node, unit.demand, -1) >= load) continue;
    const mayLeave = receivers.some((target) => {
      if (target === node || loads.with(target, unit.demand, 1) >= load - ROUNDING) return false;
      const moves = state.moveUnit(unit, target, "optional");
      if (typeof moves === "string") return false;
      state.undo(moves.length);
      return true;
    });
    if (!mayLeave) continue;
    for (const [resource, part] of unit.demand.entries()) leaving[resource] = (leaving[resource] ?? 0) + part;
    if ((load - loads.with(node, leaving, -1)) * loads.leadingThreshold(node) >= least - ROUNDING)
      return true;
  }
  return false;
}

/** Highest load of the nodes that are not skipped. */
export function highestLoad({ receivers, loads }: SearchState, skipped: ReadonlySet<number>): number {
  let highest = 0;
  for (const node of receivers) if (!skipped.has(node)) highest = Math.max(highest, loads.of(node));
  return highest;
}

/**
 * By how much the highest load of a node that can be relieved is lower now, in shares of its capacity; where the busiest node of
 * all is relieved nevertheless (by an exchange), that counts if it is more.
 */
export function reliefSince(state: SearchState, before: Relievable): number {
  const own = (before.load - highestLoad(state, before.skipped)) * before.threshold;
  const all = (before.highest - highestLoad(state, new Set())) * before.highestThreshold;
  return Math.max(own, all);
}

/**
 * What must stay reached when moves are left out: 98 % of what the highest loads fell by since the plan's start, and so much that what is
 * left would not be worth a plan of its own. Moves that had to be made may have raised loads first.
 *
 * @param before before moves for balance's sake
 * @param start  loads before any move
 */
export function reliefGoals(
  state: SearchState,
  before: Relievable,
  start: readonly NodeAt[],
): readonly ReliefGoal[] {
  const least = state.model.input.settings["planning.minImprovement"] / 100;
  const sets = [{ skipped: before.skipped, load: before.load, threshold: before.threshold }];
  if (before.skipped.size > 0)
    sets.push({ skipped: new Set(), load: before.highest, threshold: before.highestThreshold });
  return sets.flatMap(({ skipped, load, threshold }) => {
    const others = start.filter(({ node }) => !skipped.has(node));
    const was = Math.max(load, ...others.map((one) => one.load));
    const is = highestLoad(state, skipped);
    if (is >= load - ROUNDING) return [];
    const spare = Math.max(0, load - is - least / threshold);
    const level = is + Math.min((1 - ENOUGH) * (was - is), (NOT_WORTH_IT * least) / threshold, spare);
    return [{ skipped, level }];
  });
}

/** Whether no node is above the level of its goal. */
export function isReached(state: SearchState, goals: readonly ReliefGoal[]): boolean {
  return goals.every(({ skipped, level }) => highestLoad(state, skipped) <= level + ROUNDING);
}
