import type { SearchState, SearchStep } from "../search/search-state";
import { causeNow, type NeedsOfWave } from "./cause-now";
import { isWorthWhole } from "./is-worth-whole";
import { isForced } from "./net-steps";

/** So many ways to put steps together are tried at one moment. */
const MOST_TRIES = 300;

/** Of more steps than this no three are tried together. */
const MOST_FOR_THREE = 8;

/** A step of which nothing has been made. */
interface Waiting {
  readonly step: SearchStep;
  readonly made: number;
}

/** Steps that are worth it as one. */
export interface Together {
  readonly step: SearchStep;
  readonly parts: readonly SearchStep[];
}

/**
 * Two or three steps for balance's sake that are not worth it, or have no room, one by one, and are when they are made together: an exchange
 * of guests, or a chain in which one makes room for the other. They have nodes in common.
 */
export function bundleWaiting(
  state: SearchState,
  pending: readonly Waiting[],
  needs: NeedsOfWave,
): Together | null {
  const waiting = pending
    .filter(({ step, made }) => made === 0 && !isForced(step) && step.need !== "distribution")
    .map(({ step }) => step);
  let tries = 0;
  for (const parts of waysToJoin(waiting)) {
    tries += 1;
    if (tries > MOST_TRIES) return null;
    const [first] = parts;
    if (!first) continue;
    const step = { need: first.need, subject: first.subject, moves: parts.flatMap(({ moves }) => moves) };
    if (isWorthWhole(state, step) && causeNow(state, step, needs)) return { step, parts };
  }
  return null;
}

/** Pairs in both orders, then threes in all orders. */
function* waysToJoin(steps: readonly SearchStep[]): Generator<readonly SearchStep[]> {
  for (const pair of ordersOf(steps, 2)) yield pair;
  if (steps.length <= MOST_FOR_THREE) for (const three of ordersOf(steps, 3)) yield three;
}

/** Every order of so many steps of which each has a node in common with one before it. */
function* ordersOf(
  steps: readonly SearchStep[],
  count: number,
  begun: readonly SearchStep[] = [],
): Generator<readonly SearchStep[]> {
  if (begun.length === count) {
    yield begun;
    return;
  }
  for (const step of steps) {
    const follows = begun.length === 0 || begun.some((one) => haveNodeInCommon(one, step));
    if (follows && !begun.includes(step)) yield* ordersOf(steps, count, [...begun, step]);
  }
}

function haveNodeInCommon(one: SearchStep, other: SearchStep): boolean {
  const nodes = new Set(one.moves.flatMap(({ from, to }) => [from, to]));
  return other.moves.some(({ from, to }) => nodes.has(from) || nodes.has(to));
}
