import { findNeeds, imbalanceNeeds } from "../need/find-needs";
import { isForced, netSteps } from "../ordering/net-steps";
import { type OrderedPlan, orderSteps } from "../ordering/order-steps";
import { balanceLoads } from "./balance-loads";
import { breakCycles } from "./break-cycles";
import { emptyNodes } from "./empty-nodes";
import { evenOutGuests } from "./even-out-guests";
import { fewestMoves } from "./fewest-moves";
import { improveBalance, sumOfPowers } from "./improve-balance";
import {
  findRelievable,
  isReached,
  type ReliefGoal,
  type Relievable,
  reliefGoals,
  reliefSince,
} from "./relief";
import { relieveCapacity } from "./relieve-capacity";
import { repairRules } from "./repair-rules";
import { SearchState, type SearchStep } from "./search-state";
import { isClearlyWorth, worthTogether } from "./worth-together";

/** So often the search goes on from where the ordered moves lead, until it finds nothing there. */
const MOST_ROUNDS = 10;

/** Shares that differ by less are the same. */
const ROUNDING = 1e-9;

/** So often what must be done is looked at again after other moves made room. */
const MOST_PASSES = 4;

/**
 * Everything that should move, in the order in which it can: what must be done first, then what is worth it, with as few moves as
 * reach nearly all of it.
 *
 * The search goes on from the state that the moves lead to, so that planning again from there finds nothing.
 */
export function searchMoves(state: SearchState): OrderedPlan {
  let plan: OrderedPlan = { moves: [], steps: [], left: [] };
  let goals: readonly ReliefGoal[] = [];
  const start = state.receivers.map((node) => ({ node, load: state.loads.of(node) }));
  const most = state.model.input.settings["planning.maxMoves"];
  for (let round = 0; round < MOST_ROUNDS && !state.isOverTime; round += 1) {
    const origins = state.placement.nodeOf.slice();
    const found = searchSteps(state, true);
    if (found.length === 0) break;
    const whole = orderBest(state, plan.steps, found);
    // What is left is planned the next time, so it is no use to look at these moves as a whole, or for more.
    if (whole.moves.length >= most) return whole;
    const before = beforeBalance(state, whole, origins);
    if (before === null) {
      plan = whole;
      continue;
    }
    const least = state.model.input.settings["planning.minImprovement"] / 100 - ROUNDING;
    const bar = reliefSince(state, before) < least ? withoutStuck(state, before) : before;
    const relieved = reliefSince(state, bar);
    if (relieved < least) {
      state.tooLittle = relieved;
      toStart(state);
      plan = orderSteps(state, plan.steps);
      const others = searchSteps(state, false);
      if (others.length === 0) break;
      plan = orderBest(state, plan.steps, others);
      continue;
    }
    goals = mergeGoals(goals, reliefGoals(state, bar, start));
    plan = orderFewest(state, whole, goals);
  }
  return begunPlan(state, plan);
}

/** Without moves for balance's sake where nothing else is to be done and they are hardly worth what they cost. */
function begunPlan(state: SearchState, plan: OrderedPlan): OrderedPlan {
  const others = plan.steps.filter((step) => !isForBalance(step));
  if (others.length === plan.steps.length || others.some(isForced)) return plan;
  toStart(state);
  const worth = worthTogether(state, plan.steps);
  if (isClearlyWorth(worth)) return plan;
  state.hardlyWorth = worth;
  toStart(state);
  return { ...orderSteps(state, netSteps(state, others)), left: plan.left };
}

interface LoadedNode {
  readonly node: number;
  readonly load: number;
  readonly threshold: number;
}

interface BeforeBalance extends Relievable {
  /** Nodes that may receive guests, the most loaded first. */
  readonly byLoad: readonly LoadedNode[];
}

/** Which node was to be relieved before this round's moves for balance's sake were made; null when there are none. */
function beforeBalance(
  state: SearchState,
  { steps }: OrderedPlan,
  origins: Int32Array,
): BeforeBalance | null {
  const depth = state.placement.depth;
  for (const { guest } of steps.filter(isForBalance).flatMap(({ moves }) => moves)) {
    const origin = origins[guest] ?? -1;
    if (state.nodeOf(guest) !== origin) state.placement.apply(guest, origin);
  }
  const changed = state.placement.depth - depth;
  const before = changed > 0 ? { ...findRelievable(state), byLoad: byLoad(state) } : null;
  state.undo(changed);
  return before;
}

function byLoad({ receivers, loads }: SearchState): readonly LoadedNode[] {
  return receivers
    .map((node) => ({ node, load: loads.of(node), threshold: loads.leadingThreshold(node) }))
    .sort((one, other) => other.load - one.load);
}

/** The same without the busiest nodes that the moves do not relieve at all: they are no reason to leave the next one as it is. */
function withoutStuck({ loads }: SearchState, before: BeforeBalance): Relievable {
  const skipped = new Set(before.skipped);
  for (const { node, load, threshold } of before.byLoad) {
    if (skipped.has(node)) continue;
    if (loads.of(node) < load - ROUNDING) return { ...before, skipped, load, threshold };
    skipped.add(node);
  }
  return before;
}

/** What earlier rounds reached must stay reached, where this one does not relieve the same nodes further. */
function mergeGoals(earlier: readonly ReliefGoal[], now: readonly ReliefGoal[]): readonly ReliefGoal[] {
  const isSame = (one: ReliefGoal, other: ReliefGoal) =>
    one.skipped.size === other.skipped.size && [...one.skipped].every((node) => other.skipped.has(node));
  return [...earlier.filter((goal) => !now.some((other) => isSame(goal, other))), ...now];
}

/** The same relief with as few moves as can be put in order. */
function orderFewest(state: SearchState, whole: OrderedPlan, goals: readonly ReliefGoal[]): OrderedPlan {
  const own = whole.steps.filter(isForBalance);
  const probe = new SearchState(state.model, state.limits);
  const uneven = unevenIn(state);
  const reaches = (one: SearchState) => isReached(one, goals) && unevenIn(one) <= uneven;
  const order = (steps: readonly SearchStep[]): OrderedPlan | null => {
    toStart(probe);
    const ordered = orderSteps(probe, netSteps(probe, asNeeded(steps, whole.left)));
    const isGood = forcedLeft(ordered) === 0 && ordered.moves.length < whole.moves.length && reaches(probe);
    return isGood ? ordered : null;
  };
  const mayBeMade = (steps: readonly SearchStep[]) => order(steps) !== null;
  const ways = fewestMoves(state, { steps: whole.steps, own, goals, reaches, mayBeMade });
  const last = ways.findLast(mayBeMade);
  if (!last) return whole;
  toStart(state);
  return { ...orderSteps(state, netSteps(state, asNeeded(last, whole.left))), left: whole.left };
}

/** Resources in which the nodes are uneven, where that counts. */
function unevenIn({ limits, model, placement }: SearchState): number {
  return limits.staysEven ? imbalanceNeeds(model, placement).length : 0;
}

/** Moves of guests that had to be made otherwise, for which there was no moment, are made for that need. */
function asNeeded(steps: readonly SearchStep[], left: readonly SearchStep[]): readonly SearchStep[] {
  const needed = left.filter(isForced);
  return steps.map((step) => {
    const had = needed.find(({ moves }) =>
      step.moves.every(({ guest }) => moves.some((move) => move.guest === guest)),
    );
    return had && !isForced(step) ? { ...step, need: had.need, subject: had.subject } : step;
  });
}

function isForBalance({ need }: Pick<SearchStep, "need">): boolean {
  return need === "contention" || need === "imbalance";
}

/** Orders what was found, and what it can be improved to, and takes what leads to the better end. */
function orderBest(
  state: SearchState,
  kept: readonly SearchStep[],
  found: readonly SearchStep[],
): OrderedPlan {
  const plain = netSteps(state, [...kept, ...found]);
  const better = improveBalance(state, found);
  const improved = better && netSteps(state, [...kept, ...better]);
  toStart(state);
  const first = orderSteps(state, plain);
  if (!improved) return first;
  const sum = sumOfPowers(state);
  toStart(state);
  const second = orderSteps(state, improved);
  const isBetter =
    forcedLeft(second) <= forcedLeft(first) &&
    second.moves.length <= first.moves.length &&
    sumOfPowers(state) < sum;
  if (isBetter) return second;
  toStart(state);
  return orderSteps(state, plain);
}

function forcedLeft({ left }: OrderedPlan): number {
  return left.filter(isForced).length;
}

/** Puts every guest back to where it is now. */
export function toStart(state: SearchState): void {
  state.undo(state.placement.depth);
  state.scores.update(state.order, state.placement.load);
}

/** @param balance whether moves for balance's sake are looked for too */
function searchSteps(state: SearchState, balance: boolean): readonly SearchStep[] {
  state.steps.length = 0;
  for (let pass = 0, before = -1; pass < MOST_PASSES && state.steps.length > before; pass += 1) {
    before = state.steps.length;
    repairRules(state);
    breakCycles(state);
    relieveCapacity(state);
    emptyNodes(state);
    const isUneven = () => findNeeds(state.model, state.placement).some(isForBalance);
    if (balance && isUneven()) balanceLoads(state);
    evenOutGuests(state);
  }
  return [...state.steps];
}
