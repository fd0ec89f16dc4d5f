import { verdictOf } from "@/lib/scoring/suitability";
import { finish } from "./finish";
import { isComfortable } from "./need/is-comfortable";
import { orderSteps } from "./ordering/order-steps";
import type { Plan, PlannedMove } from "./plan";
import { clusterStages, type PlanningPorts, planStages } from "./plan-cluster";
import type { PlanningInput } from "./planning-input";
import type { GuestMove, SearchState, SearchStep } from "./search/search-state";

/** A move of an earlier plan, as far as it says what to do. */
export type EarlierMove = Pick<PlannedMove, "vmid" | "to" | "bundle" | "temporary"> & {
  readonly reason: Pick<PlannedMove["reason"], "need" | "subject">;
};

/** By so many points may the cluster's health, or its worst node's score, be below what a new plan would reach. */
const HEALTH_TOLERANCE = 2;
const WORST_SCORE_TOLERANCE = 6;

/** By so many more for each move that the new plan has more: it must be better by what those moves are worth. */
const HEALTH_TOLERANCE_PER_MOVE = 0.5;
const WORST_SCORE_TOLERANCE_PER_MOVE = 1;

/** So many more moves than a new plan's may the earlier one have. */
const MORE_MOVES = 2;
const MORE_MOVES_FRACTION = 0.25;

/**
 * A plan for a cluster that was planned before: the earlier moves stay the advice while they are nearly as good as a new plan,
 * so that advice does not change with every reading. Moves already made, and guests that are gone or left where they are, are left out.
 *
 * A move that is no longer worth it falls away. The rest is kept when it passes every check with today's figures, repairs and empties as
 * much as a new plan, and has at most a quarter (and two) more moves; and when its health ends at most 2 points below the new plan's and its
 * worst score at most 6, or is excellent. Each move that it saves against the new plan makes up for half a point and a point.
 * When nothing would be started anew they are kept until the stop levels of docs/planning.md are reached.
 */
export function planAgain(
  input: PlanningInput,
  earlier: readonly EarlierMove[],
  ports: PlanningPorts = {},
): Plan {
  return finish(planAgainStages(input, earlier, ports));
}

/** {@link planAgain} in stages, between which a caller may do something else. */
export function* planAgainStages(
  input: PlanningInput,
  earlier: readonly EarlierMove[],
  ports: PlanningPorts,
): Generator<undefined, Plan> {
  const fresh = yield* clusterStages(input, ports);
  const wanted = earlier.filter(({ temporary, vmid }) => !temporary && !isLeft(input, vmid));
  if (wanted.length === 0 || sameMoves(fresh, wanted)) return fresh;
  let left = 0;
  let comfortable = true;
  const kept = yield* planStages(input, ports, (state) => {
    comfortable = isComfortable(state.model, state.placement);
    const steps = stepsOf(state, wanted);
    left = steps.reduce((sum, { moves }) => sum + moves.length, 0);
    return { ordered: orderSteps(state, steps).moves, staying: [] };
  });
  const places = new Map(wanted.map(({ vmid, to }) => [vmid, to]));
  const made = kept.moves.filter(({ vmid, to }) => places.get(vmid) === to).length;
  if (left === 0 || made === 0 || !kept.certificate.ok || kept.refused) return fresh;
  if (fresh.verdict === "balanced") return comfortable ? fresh : kept;
  return isNearlyAsGood(kept, fresh) ? kept : fresh;
}

/** Somebody has said meanwhile that the guest stays where it is. */
function isLeft({ guestPolicies }: PlanningInput, vmid: number): boolean {
  return guestPolicies.get(vmid)?.leftOnPurpose ?? false;
}

function sameMoves(plan: Plan, wanted: readonly EarlierMove[]): boolean {
  const moves = plan.moves.filter(({ temporary }) => !temporary);
  const places = new Map(moves.map(({ vmid, to }) => [vmid, to]));
  return moves.length === wanted.length && wanted.every(({ vmid, to }) => places.get(vmid) === to);
}

/** What is left to be done, in the earlier order; moves of a bundle are one step. */
function stepsOf({ model }: SearchState, wanted: readonly EarlierMove[]): readonly SearchStep[] {
  const steps = new Map<string, SearchStep & { moves: GuestMove[] }>();
  for (const [place, { vmid, to, bundle, reason }] of wanted.entries()) {
    const guest = model.guestIndex.get(vmid);
    const target = model.nodeIndex.get(to);
    const from = guest === undefined ? -1 : (model.startNode[guest] ?? -1);
    if (guest === undefined || target === undefined || from < 0 || from === target) continue;
    const key = bundle === null ? `move ${place}` : `bundle ${bundle}`;
    const move = { guest, from, to: target };
    const step = steps.get(key);
    if (step) step.moves.push(move);
    else steps.set(key, { need: reason.need, subject: reason.subject, moves: [move] });
  }
  return [...steps.values()];
}

function isNearlyAsGood(kept: Plan, fresh: Plan): boolean {
  const saved = Math.max(0, fresh.moves.length - kept.moves.length);
  return (
    (kept.verdict === fresh.verdict || fresh.verdict === "blocked") &&
    kept.blocked.length <= fresh.blocked.length &&
    kept.violations.after.length <= fresh.violations.after.length &&
    (kept.score.after ?? 0) >=
      (fresh.score.after ?? 0) - HEALTH_TOLERANCE - HEALTH_TOLERANCE_PER_MOVE * saved &&
    isWorstNearlyAsGood(worstScore(kept), worstScore(fresh), saved) &&
    kept.moves.length <= fresh.moves.length * (1 + MORE_MOVES_FRACTION) + MORE_MOVES
  );
}

function isWorstNearlyAsGood(kept: number, fresh: number, saved: number): boolean {
  if (verdictOf(kept) === "excellent") return true;
  return kept >= fresh - WORST_SCORE_TOLERANCE - WORST_SCORE_TOLERANCE_PER_MOVE * saved;
}

function worstScore({ nodes }: Plan): number {
  return Math.min(...Object.values(nodes).map(({ after }) => after.score));
}
