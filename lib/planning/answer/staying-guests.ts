import { mustLeave } from "../need/must-leave";
import type { PlanningNeed } from "../need/planning-need";
import type { NotMoved, PlannedMove } from "../plan";
import { type KeptBecause, keptGuest } from "../reasons/kept-guest";
import { refusedGuest } from "../reasons/refused-guest";
import { nodesInNeed } from "../search/balance-need";
import type { SearchState } from "../search/search-state";
import { beforeStep, judgeStep } from "../search/worth";
import { refusalsOf } from "./blocked-guests";

/**
 * Every guest that stays on a node with a need, with the reason that keeps it there, by VMID.
 *
 * @param state at the end of the plan
 * @param needs what `findNeeds` says of the start and of the end
 */
export function stayingGuests(
  state: SearchState,
  needs: readonly PlanningNeed[],
  moves: readonly PlannedMove[],
): readonly NotMoved[] {
  const { model } = state;
  const inNeed = new Set(nodesInNeed(state).map(({ node }) => node));
  const leaving = new Map<string, number>();
  for (const { from } of moves) leaving.set(from, (leaving.get(from) ?? 0) + 1);
  const left = leftOnPurpose(state);
  const named = new Set(left.map(({ vmid }) => vmid));
  const nodes = [...new Set(needs.filter(({ need }) => need !== "rule").flatMap((need) => need.nodes))];
  const others = nodes
    .flatMap((node) => [...(state.placement.guestsOn[node] ?? [])])
    .filter((guest) => model.startNode[guest] === state.nodeOf(guest))
    .flatMap((guest) => {
      const it = model.guests[guest]?.guest;
      if (!it || named.has(it.vmid)) return [];
      const moved = leaving.get(it.node) ?? 0;
      const refusals = refusalsOf(state, guest) ?? leftToProxmox(state, guest);
      if (refusals) return [refusedGuest(it, refusals)];
      const isInNeed = inNeed.has(state.nodeOf(guest));
      if (!isInNeed && moved > 0) return [keptGuest(it, { reason: "not-needed", moved })];
      return [keptGuest(it, whyKept(state, guest, { moves: moves.length, moved, isInNeed }))];
    });
  return [...others, ...left].sort((one, other) => one.vmid - other.vmid);
}

/** Guests that stay on nodes to be emptied because somebody wants them to. */
function leftOnPurpose({ model, placement }: SearchState): readonly NotMoved[] {
  return model.nodes
    .filter(({ evacuating }) => evacuating)
    .flatMap(({ index }) => [...(placement.guestsOn[index] ?? [])])
    .flatMap((guest) => {
      const it = model.guests[guest]?.guest;
      const isLeft = it !== undefined && !it.template && !mustLeave(model.input, it);
      return isLeft && model.startNode[guest] === placement.nodeOf[guest]
        ? [keptGuest(it, { reason: "left-on-purpose" })]
        : [];
    });
}

/** Refusals of a guest that PVE's own balancer looks after; null for any other. */
function leftToProxmox(state: SearchState, guest: number) {
  const refusals = refusalsOf(state, guest, "optional");
  return refusals?.every(({ refusal }) => refusal.code === "native-balancer") ? refusals : null;
}

interface Leaving {
  /** Of the plan. */
  readonly moves: number;
  /** Of them from the guest's node. */
  readonly moved: number;
  readonly isInNeed: boolean;
}

function whyKept(state: SearchState, guest: number, { moves, moved, isInNeed }: Leaving): KeptBecause {
  const { model, loads } = state;
  const { settings } = model.input;
  const unit = state.unitOf[guest];
  const node = state.nodeOf(guest);
  if (!unit || unit.demand.every((part) => part === 0)) return { reason: "no-load" };
  if (moves >= settings["planning.maxMoves"])
    return { reason: "move-limit", limit: settings["planning.maxMoves"] };
  if (state.timedOut) return { reason: "time-limit", limitMs: settings["planning.timeLimitMs"] };
  const best = state.receivers
    .filter((target) => target !== node)
    .map((target) => ({ target, load: loads.with(target, unit.demand, 1) }))
    .sort((one, other) => one.load - other.load)[0];
  const target = model.nodes[best?.target ?? -1]?.node.name ?? "";
  if (!best || !isInNeed) return { reason: "not-needed", moved };
  const before = beforeStep(state, [node, best.target]);
  let applied = 0;
  for (const member of unit.guests) {
    if (state.nodeOf(member) === best.target) continue;
    state.placement.apply(member, best.target);
    applied += 1;
  }
  const made = unit.guests.map((member) => ({ guest: member, from: node, to: best.target }));
  const judged = judgeStep(state, before, made);
  state.undo(applied);
  switch (judged.unworthy) {
    case "no-gain":
      return { reason: "no-gain", target };
    case "too-small":
      return {
        reason: "too-small",
        target,
        reliefFraction: judged.relievedFraction,
        leastFraction: judged.leastFraction,
      };
    case "too-costly":
      return {
        reason: "too-costly",
        target,
        costSeconds: judged.costSeconds,
        benefitSeconds: judged.benefitSeconds,
      };
    case "lowers-score":
      return {
        reason: "lowers-score",
        target,
        scoreBefore: judged.scoreBefore,
        scoreAfter: judged.scoreAfter,
      };
    default:
      return whyNothing(state) ?? { reason: "not-needed", moved };
  }
}

/** Why moves that are worth it one by one are not made at all; null where they are. */
function whyNothing({ tooLittle, hardlyWorth, model }: SearchState): KeptBecause | null {
  if (hardlyWorth !== null) return { reason: "hardly-worth", ...hardlyWorth };
  if (tooLittle === null) return null;
  return {
    reason: "too-little",
    reliefFraction: Math.max(0, tooLittle),
    leastFraction: model.input.settings["planning.minImprovement"] / 100,
  };
}
