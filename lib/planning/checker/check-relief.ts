import type { CertificateCheck } from "../plan";
import { isForcedMove } from "./check-execution";
import { checked, figure, isAbove, type PlanToCheck } from "./checked-plan";
import { type ClusterState, moveGuest } from "./cluster-state";
import { balancedNodes, type Load, loadOf } from "./node-load";

/**
 * Whether moves for balance's sake are worth it as a whole: they lower the highest load, or that of the next node where it cannot be
 * lowered, by `planning.minImprovement` points of share.
 *
 * Not asked where other moves must be made too, which may raise loads first, nor where the limit of moves was reached.
 */
export function checkRelief(state: ClusterState, { moves }: PlanToCheck): CertificateCheck {
  const { settings } = state.cluster.input;
  const sentence = "All moves for balance's sake together are worth it.";
  const asked =
    moves.some(({ reason }) => reason.need === "contention" || reason.need === "imbalance") &&
    !moves.some(isForcedMove) &&
    moves.length < settings["planning.maxMoves"];
  if (!asked) return checked("relief", [], sentence);
  const before = loadsOf(state);
  for (const { vmid, to } of moves) moveGuest(state, vmid, to);
  const after = loadsOf(state);
  const relief = Math.max(
    0,
    ...before.map(({ load, threshold }, rank) => (load - (after[rank]?.load ?? load)) * threshold),
  );
  const least = settings["planning.minImprovement"] / 100;
  const faults = isAbove(least, relief)
    ? [`All moves together relieve ${figure(relief)} of a node, at least ${least} is asked for.`]
    : [];
  return checked("relief", faults, sentence);
}

/** Highest first. */
function loadsOf(state: ClusterState): readonly Load[] {
  return balancedNodes(state)
    .map((node) => loadOf(state, node))
    .sort((one, other) => other.load - one.load);
}
