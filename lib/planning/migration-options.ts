import { usedShare } from "./answer/describe-nodes";
import { onClusterUnderWay } from "./cluster-under-way";
import { estimateMove } from "./cost/estimate-move";
import { moveFiguresFrom } from "./cost/move-figures";
import type { GuestUnderWay } from "./evacuation/with-guests-under-way";
import { ALL_GUARDS } from "./guards/all-guards";
import type { GuardQuestion, MovePurpose, Refusal } from "./guards/guard";
import { CPU, MEMORY } from "./model/cluster-model";
import type { MoveKind } from "./plan";
import type { PlanningInput } from "./planning-input";
import type { SearchState } from "./search/search-state";

/** What it would mean to have a guest on one node. */
export interface MigrationOption {
  readonly node: string;
  /** Whether the guest is there now. */
  readonly current: boolean;
  /** Every reason against it; empty when somebody may send the guest there. */
  readonly refusals: readonly Refusal[];
  /** Why planning would not do it for balance's sake, though it is possible. */
  readonly warnings: readonly Refusal[];
  readonly effect: OptionEffect | null;
  readonly cost: OptionCost | null;
}

/** Scores 0–100 and shares of capacity with the guest there; shares may exceed 1. */
export interface OptionEffect {
  readonly clusterScore: number | null;
  readonly nodeScore: number;
  readonly cpu: number;
  readonly memory: number;
}

export interface OptionCost {
  readonly kind: MoveKind;
  readonly seconds: number;
  readonly downtimeMs: number;
  readonly bytes: number;
}

/**
 * Every node of the cluster as a place for one guest, best first: where it may go before where it may not, and then by the
 * cluster's score with the guest there.
 *
 * @param underWay other guests that are being moved, or were moved since the reading
 * @returns null when the cluster has no such guest
 */
export function migrationOptions(
  input: PlanningInput,
  vmid: number,
  underWay: readonly GuestUnderWay[] = [],
): readonly MigrationOption[] | null {
  return onClusterUnderWay(input, { vmid, underWay }, (state) => {
    const guest = state.model.guestIndex.get(vmid);
    if (guest === undefined) return null;
    return state.model.nodes.map(({ index }) => optionFor(state, guest, index)).sort(byWorth);
  });
}

/** One node as a place for one guest, by their indices. */
export function optionFor(state: SearchState, guest: number, target: number): MigrationOption {
  const { model, placement } = state;
  const current = state.nodeOf(guest) === target;
  const question = (purpose: MovePurpose) => ({ model, placement, guest, target, purpose });
  const refusals = current ? [] : refusalsOf(question("forced"));
  const known = new Set(refusals.map(({ code }) => code));
  const warnings = current ? [] : refusalsOf(question("optional")).filter(({ code }) => !known.has(code));
  return {
    node: model.nodes[target]?.node.name ?? "",
    current,
    refusals,
    warnings,
    effect: effectOf(state, guest, target),
    cost: current ? null : costOf(state, guest, target),
  };
}

function refusalsOf(question: GuardQuestion): readonly Refusal[] {
  return ALL_GUARDS.flatMap((guard) => {
    const code = guard.check(question);
    return code === null ? [] : [guard.explain(question, code)];
  });
}

function effectOf(state: SearchState, guest: number, target: number): OptionEffect | null {
  const { placement, scores } = state;
  const source = state.nodeOf(guest);
  if (!state.model.nodes[target]?.node || source < 0 || !scores.counts(target)) return null;
  const moves = source !== target;
  if (moves) placement.apply(guest, target);
  scores.update([source, target], placement.load);
  const effect = {
    clusterScore: scores.health(),
    nodeScore: scores.scoreOf(target),
    cpu: usedShare(state, target, CPU),
    memory: usedShare(state, target, MEMORY),
  };
  if (moves) placement.undo();
  scores.update([source, target], placement.load);
  return effect;
}

function costOf({ model }: SearchState, guest: number, target: number): OptionCost | null {
  const it = model.guests[guest]?.guest;
  const node = model.nodes[target]?.node;
  if (!it || !node) return null;
  const figures = moveFiguresFrom(model.input)(it, it.node, node.name);
  const { seconds, downtimeMs, bytes } = estimateMove(figures);
  return { kind: figures.kind, seconds, downtimeMs, bytes };
}

function byWorth(one: MigrationOption, other: MigrationOption): number {
  const permitted = Number(one.refusals.length > 0) - Number(other.refusals.length > 0);
  if (permitted !== 0) return permitted;
  const scores = (other.effect?.clusterScore ?? -1) - (one.effect?.clusterScore ?? -1);
  return Math.abs(scores) > 1e-9 ? scores : one.node < other.node ? -1 : 1;
}
