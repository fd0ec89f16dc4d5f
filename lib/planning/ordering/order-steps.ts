import { sortedLoads } from "../search/raises-no-load";
import type { GuestMove, SearchState, SearchStep, StepCause } from "../search/search-state";
import { stopUnit } from "../search/stop-unit";
import { tryMoves } from "../search/try-moves";
import { beforeStep } from "../search/worth";
import { bundleWaiting } from "./bundle-waiting";
import { causeNow, type NeedsOfWave, needsNow } from "./cause-now";
import { isWorthNow } from "./is-worth-now";
import { isWorthWhole } from "./is-worth-whole";
import { isForced } from "./net-steps";
import { stepsOfMoves } from "./steps-of-moves";

/** One move in its place in the plan. */
export interface OrderedMove extends GuestMove, StepCause {
  /** From 1. */
  readonly wave: number;
  readonly temporary: boolean;
  readonly bundle: number | null;
}

export interface OrderedPlan {
  readonly moves: readonly OrderedMove[];
  /** The steps that were made, with the moves that were made of each, in the order in which they were finished. */
  readonly steps: readonly SearchStep[];
  /** Steps for which there was no moment at which they could be made. */
  readonly left: readonly SearchStep[];
}

/** A step of which some moves may have been made. */
interface Pending {
  step: SearchStep;
  bundle: number | null;
  made: number;
  cause: StepCause;
  /** Its guests stop on another node on their way. */
  stopped: boolean;
}

interface Wave {
  readonly number: number;
  readonly sources: Map<number, number>;
  readonly targets: Map<number, number>;
  forced: boolean | null;
  count: number;
  readonly needs: NeedsOfWave;
  /** Moves that the plan may still have, without the rest of steps that have begun. */
  room: number;
}

/**
 * Puts steps into waves, earlier ones first. The state's placement must be the start's, and is the end's afterwards.
 *
 * A move joins a wave when the caps allow it, when its target accepts it with everything that arrives in the same wave, and when no node
 * of it is both left and reached by the wave, so that a guest counts on both nodes while it travels. Optional moves must be worth it
 * at that moment. A bundle of optional moves, and any group, travels in waves of its own.
 */
export function orderSteps(state: SearchState, steps: readonly SearchStep[]): OrderedPlan {
  const depth = state.placement.depth;
  const withStops = orderWith(state, steps, makeStop);
  if (withStops) return withStops;
  state.undo(state.placement.depth - depth);
  state.scores.update(state.order, state.placement.load);
  return orderWith(state, steps, () => []) ?? { moves: [], steps: [], left: steps };
}

/** @returns null when a guest would end on a node where it only stops */
function orderWith(
  state: SearchState,
  steps: readonly SearchStep[],
  stop: typeof makeStop,
): OrderedPlan | null {
  const ordered: OrderedMove[] = [];
  let bundles = 0;
  let pending = steps.map((step): Pending => {
    const isBundle = step.moves.length > 1;
    if (isBundle) bundles += 1;
    return { step, bundle: isBundle ? bundles : null, made: 0, cause: step, stopped: false };
  });
  let number = 0;
  let needs: NeedsOfWave | null = null;
  while (pending.length > 0) {
    number += 1;
    needs = needsNow(state, needs);
    const begun = pending.reduce((sum, { made, step }) => sum + (made > 0 ? step.moves.length - made : 0), 0);
    const room = state.model.input.settings["planning.maxMoves"] - ordered.length - begun;
    const moves = fillWave(state, pending, { number, room, needs });
    if (moves.length === 0) {
      const apart = pending.flatMap((entry) => splitByUnit(state, entry));
      if (apart.length > pending.length) {
        pending = apart;
        number -= 1;
        continue;
      }
      const together = bundleWaiting(state, pending, needs);
      if (together) {
        bundles += 1;
        const entry = { step: together.step, bundle: bundles, made: 0, cause: together.step, stopped: false };
        pending = [...pending.filter(({ step }) => !together.parts.includes(step)), entry];
        number -= 1;
        continue;
      }
      const stops = stop(state, pending, { wave: number, room, bundle: bundles + 1 });
      if (stops.length === 0) break;
      bundles += 1;
      number += stops.length - 1;
      ordered.push(...stops);
      continue;
    }
    ordered.push(...moves);
    pending = pending.filter(({ made, step }) => made < step.moves.length);
  }
  if (pending.some(({ stopped }) => stopped)) return null;
  return { moves: ordered, steps: stepsOfMoves(ordered), left: pending.map(({ step }) => step) };
}

/** A step that must be made and has not begun, as one step for each unit of it. */
function splitByUnit(state: SearchState, entry: Pending): readonly Pending[] {
  const { step, made } = entry;
  const units = new Set(step.moves.map(({ guest }) => state.unitOf[guest]));
  if (!isForced(step) || made > 0 || units.size < 2) return [entry];
  return [...units].map((unit) => {
    const moves = step.moves.filter(({ guest }) => state.unitOf[guest] === unit);
    return { ...entry, step: { ...step, moves }, bundle: moves.length > 1 ? entry.bundle : null };
  });
}

interface StopAt {
  readonly wave: number;
  readonly room: number;
  readonly bundle: number;
}

/**
 * Where steps wait for each other's places, the guests of one that must be made stop on a third node, one wave each, so that another step
 * can begin.
 */
function makeStop(
  state: SearchState,
  pending: readonly Pending[],
  { wave, room, bundle }: StopAt,
): readonly OrderedMove[] {
  for (const entry of pending) {
    const { step, made, stopped } = entry;
    const guests = step.moves.map(({ guest }) => guest);
    const isUnit = new Set(step.moves.map(({ to }) => to)).size === 1;
    if (!isForced(step) || made > 0 || stopped || !isUnit || 2 * guests.length > room) continue;
    for (const target of state.receivers) {
      const moves = stopUnit(state, guests, target);
      if (!moves) continue;
      if (!pending.some((other) => other !== entry && mayBegin(state, other))) {
        state.undo(moves.length);
        continue;
      }
      entry.step = { ...step, moves: step.moves.map((move) => ({ ...move, from: target })) };
      entry.bundle ??= bundle;
      entry.stopped = true;
      state.scores.update(state.order, state.placement.load);
      const { need, subject } = step;
      return moves.map((move, place) => ({
        ...move,
        need,
        subject,
        wave: wave + place,
        temporary: true,
        bundle: entry.bundle,
      }));
    }
  }
  return [];
}

function mayBegin(state: SearchState, { step, made }: Pending): boolean {
  const moves = step.moves.slice(made);
  return moves.length > 0 && isForced(step) && mayFinish(state, { ...step, moves });
}

function fillWave(
  state: SearchState,
  pending: readonly Pending[],
  { number, room, needs }: Pick<Wave, "number" | "room" | "needs">,
): readonly OrderedMove[] {
  const wave: Wave = { number, room, needs, sources: new Map(), targets: new Map(), forced: null, count: 0 };
  const begun = pending.find(({ made, step }) => made > 0 && !isForced(step));
  if (begun) return takeMoves(state, begun, wave);
  const moves: OrderedMove[] = [];
  const most = state.model.input.settings["planning.maxPerCluster"];
  for (const entry of pending) {
    if (moves.length >= most) break;
    if (entry.bundle === null || isForced(entry.step)) {
      moves.push(...takeMoves(state, entry, wave));
    } else if (moves.length === 0 && isWorthWhole(state, entry.step)) {
      const own = takeMoves(state, entry, wave);
      if (own.length > 0) return own;
    }
  }
  return moves;
}

/** Makes as many of a step's moves as the wave takes, in their order. */
function takeMoves(state: SearchState, entry: Pending, wave: Wave): readonly OrderedMove[] {
  const taken: OrderedMove[] = [];
  const { step, bundle } = entry;
  if (entry.made === 0 && step.moves.length > wave.room) return taken;
  const next = step.moves[entry.made];
  if (!next || !hasPlace(state, wave, next, isForced(step))) return taken;
  if (entry.made === 0 && bundle !== null && isForced(step) && !mayFinish(state, step)) return taken;
  for (let move = step.moves[entry.made]; move; move = step.moves[entry.made]) {
    if (!hasPlace(state, wave, move, isForced(step)) || !makeMove(state, entry, move, wave)) break;
    if (entry.made === 0) wave.room -= step.moves.length;
    entry.made += 1;
    wave.forced = isForced(step);
    wave.count += 1;
    wave.sources.set(move.from, (wave.sources.get(move.from) ?? 0) + 1);
    wave.targets.set(move.to, (wave.targets.get(move.to) ?? 0) + 1);
    taken.push({
      ...move,
      need: entry.cause.need,
      subject: entry.cause.subject,
      wave: wave.number,
      temporary: false,
      bundle,
    });
  }
  return taken;
}

function hasPlace(state: SearchState, wave: Wave, { from, to }: GuestMove, forced: boolean): boolean {
  const { settings } = state.model.input;
  if (wave.count >= settings["planning.maxPerCluster"]) return false;
  if (wave.forced !== null && wave.forced !== forced) return false;
  if ((wave.sources.get(from) ?? 0) >= settings["planning.maxPerSource"]) return false;
  if ((wave.targets.get(to) ?? 0) >= settings["planning.maxPerTarget"]) return false;
  return !wave.sources.has(to) && !wave.targets.has(from);
}

function makeMove(state: SearchState, entry: Pending, move: GuestMove, wave: Wave): boolean {
  const { guest, from, to } = move;
  const { step, bundle } = entry;
  const { model, placement, guards } = state;
  if (state.nodeOf(guest) !== from) return false;
  const forced = isForced(step);
  const question = { model, placement, guest, target: to, purpose: forced ? "forced" : "optional" } as const;
  const inGroup = bundle !== null && (model.rules.groupOf[guest] ?? -1) >= 0;
  const refused = inGroup ? guards.refuseInGroup(question) : guards.refuse(question);
  if (refused !== null) return false;
  const cause = entry.made > 0 ? entry.cause : causeNow(state, step, wave.needs);
  if (!cause) return false;
  const before = beforeStep(state, [from, to]);
  const loads = sortedLoads(state, [from, to]);
  placement.apply(guest, to);
  if (bundle === null && !forced && !isWorthNow(state, { ...before, loads }, step, move)) {
    placement.undo();
    return false;
  }
  state.scores.update(before.nodes, placement.load);
  entry.cause = cause;
  return true;
}

/** Whether all moves of a step can be made one after the other from here on. */
function mayFinish(state: SearchState, { moves }: SearchStep): boolean {
  const { applied, allowed } = tryMoves(state, moves, "forced");
  state.undo(applied);
  return allowed;
}
